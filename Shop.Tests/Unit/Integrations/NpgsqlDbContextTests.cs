using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Shop.Tests.Unit.Integrations;

public sealed class NpgsqlDbContextTests
{
    private const string Section = "Aspire:Npgsql:EntityFrameworkCore:PostgreSQL";

    [Theory]
    [InlineData("section", $"{Section}:ConnectionString=Host=section")]
    [InlineData("context", $"{Section}:ConnectionString=Host=section", $"{Section}:PlainContext:ConnectionString=Host=context")]
    [InlineData("name", $"{Section}:PlainContext:ConnectionString=Host=context", $"{Section}:plaindb:ConnectionString=Host=name")]
    [InlineData("strings", $"{Section}:plaindb:ConnectionString=Host=name", "ConnectionStrings:plaindb=Host=strings")]
    public void The_connection_string_comes_from_the_nearest_place(string host, params string[] settings)
    {
        using var app = Build(settings: settings);
        using var scope = app.Services.CreateScope();
        Assert.Equal($"Host={host}", scope.ServiceProvider.GetRequiredService<PlainContext>().Database.GetConnectionString());
    }

    [Fact]
    public void The_delegate_has_the_last_word()
    {
        using var app = Build(builder => builder.AddNpgsqlDbContext<PlainContext>("plaindb", settings => settings.ConnectionString = "Host=code"), "ConnectionStrings:plaindb=Host=strings");
        using var scope = app.Services.CreateScope();
        Assert.Equal("Host=code", scope.ServiceProvider.GetRequiredService<PlainContext>().Database.GetConnectionString());
    }

    [Fact]
    public async Task Without_a_connection_string_the_start_succeeds_and_the_first_use_says_what_is_missing()
    {
        await using var app = Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        await using var scope = app.Services.CreateAsyncScope();
        var error = Assert.Throws<InvalidOperationException>(scope.ServiceProvider.GetRequiredService<PlainContext>);
        Assert.Contains("ConnectionStrings:plaindb", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_that_is_registered_is_refused()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddDbContext<PlainContext>();
        var error = Assert.Throws<InvalidOperationException>(() => builder.AddNpgsqlDbContext<PlainContext>("plaindb"));
        Assert.Contains("already registered", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Commands_are_tried_again_unless_told_not_to()
    {
        Assert.True(RetriesOnFailure("ConnectionStrings:plaindb=Host=x"));
        Assert.False(RetriesOnFailure("ConnectionStrings:plaindb=Host=x", $"{Section}:DisableRetry=true"));
    }

    [Fact]
    public void The_time_limit_of_commands_is_the_settings()
    {
        using var app = Build(settings: ["ConnectionStrings:plaindb=Host=x", $"{Section}:plaindb:CommandTimeout=7"]);
        using var scope = app.Services.CreateScope();
        Assert.Equal(7, scope.ServiceProvider.GetRequiredService<PlainContext>().Database.GetCommandTimeout());
    }

    [Fact]
    public void The_context_is_pooled()
    {
        using var app = Build(settings: "ConnectionStrings:plaindb=Host=x");
        PlainContext Use()
        {
            using var scope = app.Services.CreateScope();
            return scope.ServiceProvider.GetRequiredService<PlainContext>();
        }
        Assert.Same(Use(), Use());
    }

    [Fact]
    public async Task The_check_bears_the_context_s_name_and_says_that_the_server_is_away()
    {
        await using var app = Build(settings: $"ConnectionStrings:plaindb=Host=127.0.0.1;Port={FreePort()};Username=u;Password=swordfish");
        var report = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        var entry = Assert.Single(report.Entries);
        Assert.Equal((nameof(PlainContext), HealthStatus.Unhealthy), (entry.Key, entry.Value.Status));
        Assert.StartsWith("The database can't be used: Failed to connect", entry.Value.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish", entry.Value.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_can_be_left_out()
    {
        await using var app = Build(settings: ["ConnectionStrings:plaindb=Host=x", $"{Section}:DisableHealthChecks=true"]);
        Assert.Null(app.Services.GetService<HealthCheckService>());
    }

    private static bool RetriesOnFailure(params string[] settings)
    {
        using var app = Build(settings: settings);
        using var scope = app.Services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<PlainContext>().Database.CreateExecutionStrategy().RetriesOnFailure;
    }

    private static WebApplication Build(params string[] settings) => Build(static builder => builder.AddNpgsqlDbContext<PlainContext>("plaindb"), settings);

    private static WebApplication Build(Action<WebApplicationBuilder> configure, params string[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        foreach (var setting in settings)
            builder.Configuration[setting[..setting.IndexOf('=', StringComparison.Ordinal)]] = setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..];
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Logging.ClearProviders();
        configure(builder);
        return builder.Build();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class PlainContext(DbContextOptions<PlainContext> options) : DbContext(options);
}
