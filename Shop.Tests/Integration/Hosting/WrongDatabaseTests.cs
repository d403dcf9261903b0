using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Npgsql;
using Shop.Tests.EndToEnd;
using Shop.Tests.Servers;
using Shop.Tests.Unit.Dashboard;
using Shop.Tests.Unit.Hosting;
using Shop.Tests.Unit.Hosting.Model;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.Integration.Hosting;

/// <summary>The real Orders under a real AppHost with its dashboard, and a mistake in its settings.</summary>
public sealed class WrongDatabaseTests(PostgresServer postgres, Browser browser)
{
    [Fact]
    public async Task A_wrong_connection_string_is_found_through_the_pages()
    {
        var right = await postgres.CreateDatabaseAsync();
        var builder = TestApplication.CreateBuilder();
        builder.AddProject("orders", ConnectionReferenceTests.ProjectPath("Shop.Orders"))
            .WithEnvironment("ConnectionStrings__ordersdb", new NpgsqlConnectionStringBuilder(right) { Username = "oders" }.ConnectionString)
            .WithEnvironment("ConnectionStrings__messagingdb", right)
            .WithEnvironment("Identity__Issuer", "http://localhost:5100")
            .WithEnvironment("Payments__Key", "a key for this test only")
            .WithEnvironment("Payments__WebhookSecret", "a secret for this test only")
            .WithHttpHealthCheck("/health");
        var target = new TelemetryTarget();
        builder.Services.AddSingleton(target);
        await using var application = builder.Build();
        await using var dashboard = await DashboardServer.StartAsync(new DashboardResourceSource(
            application.Services.GetRequiredService<DistributedApplicationModel>(), application.ResourceNotifications,
            application.Services.GetRequiredService<ResourceLoggerService>(), application.ResourceCommands));
        target.Set(new(dashboard.Application.OtlpGrpcUrl!, "grpc", DashboardServer.OtlpKey));
        await application.StartAsync(TestContext.Current.CancellationToken);

        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 }, Locale = "en" });
        var page = await window.NewPageAsync();
        await page.GotoAsync(dashboard.Application.LoginUrl);
        // The start page says that Orders is not well, and why.
        await Expect(page.Locator(".troubles")).ToContainTextAsync("orders Exited", new() { Timeout = 30_000 });
        await Expect(page.Locator(".troubles")).ToContainTextAsync("role \"oders\" does not exist", new() { Timeout = 10_000 });
        var error = page.Locator(".top-errors").GetByRole(AriaRole.Link, new() { Name = "The database of OrdersContext could not be migrated" });
        await Expect(error).ToBeVisibleAsync(new() { Timeout = 10_000 });
        await Photographs.TakeAsync(page, "dashboard-wrong-database");
        await error.ClickAsync();
        await page.Locator(".logs .row-button").First.ClickAsync();
        await Expect(page.Locator(".details")).ToContainTextAsync("role \"oders\" does not exist");
        await Photographs.TakeAsync(page, "dashboard-wrong-database-log");
        await page.AssertAccessibleAsync();
    }
}
