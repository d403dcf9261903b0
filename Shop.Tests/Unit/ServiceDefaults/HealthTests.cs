using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults;

public sealed class HealthTests
{
    private HealthCheckResult _database = HealthCheckResult.Unhealthy("The database at 10.1.2.3 is away.");

    [Fact]
    public async Task Outside_development_one_word_is_all()
    {
        await using var service = await StartAsync("Production");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await AskAsync(service, "/health"));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(service, "/alive"));
        _database = HealthCheckResult.Healthy();
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(service, "/health"));
    }

    [Fact]
    public async Task A_developer_sees_each_check()
    {
        await using var service = await StartAsync("Development");
        var checks = (await service.GetAsync("/health")).Json.GetProperty("checks");
        Assert.Equal("Healthy", checks.GetProperty("self").GetProperty("status").GetString());
        Assert.Equal("The database at 10.1.2.3 is away.", checks.GetProperty("database").GetProperty("description").GetString());
        Assert.False((await service.GetAsync("/alive")).Json.GetProperty("checks").TryGetProperty("database", out _));
    }

    [Fact]
    public async Task A_change_is_logged_once_with_its_reason()
    {
        var logs = new CollectedLogs();
        await using var service = await RunningService.StartAsync(configure: builder =>
        {
            builder.Logging.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(logs);
            builder.Services.AddHealthChecks().AddCheck("database", () => _database);
        });
        await service.GetAsync("/health");
        await service.GetAsync("/health");
        _database = HealthCheckResult.Healthy();
        await service.GetAsync("/health");
        await service.GetAsync("/health");
        Assert.Equal(
            ["Not healthy. database: The database at 10.1.2.3 is away.", "Healthy again."],
            logs.Messages.Where(message => message.Contains("ealthy", StringComparison.Ordinal)));
    }

    private Task<RunningService> StartAsync(string environment) =>
        RunningService.StartAsync(configure: builder => builder.Services.AddHealthChecks().AddCheck("database", () => _database), environment: environment);

    private static async Task<(HttpStatusCode, string)> AskAsync(RunningService service, string path)
    {
        var answer = await service.GetAsync(path, "text/html");
        return (answer.Status, answer.Body);
    }
}
