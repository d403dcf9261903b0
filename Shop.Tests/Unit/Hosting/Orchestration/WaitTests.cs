using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace Shop.Tests.Unit.Hosting.Orchestration;

public sealed class WaitTests
{
    [Fact]
    public async Task Who_waits_starts_after_the_other_is_healthy_and_its_ready_step_is_done()
    {
        Assert.SkipUnless(PosixSignals.Supported, "Needs sleep.");
        var healthy = false;
        var readyStep = new TaskCompletionSource();
        var readyCalled = new TaskCompletionSource();
        var builder = TestApplication.CreateBuilder();
        builder.Services.AddHealthChecks().AddCheck("server_check", () => Volatile.Read(ref healthy) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("not yet"));
        var server = builder.AddExecutable("server", "sleep", ".", "600").WithHealthCheck("server_check");
        builder.AddExecutable("client", "sleep", ".", "600").WaitFor(server);
        builder.Eventing.Subscribe<ResourceReadyEvent>(server.Resource, (_, _) =>
        {
            readyCalled.TrySetResult();
            return readyStep.Task;
        });
        await using var app = await TestApplication.StartAsync(builder);

        await app.Notifications.WaitForResourceAsync("server", e => e.Snapshot.HealthReports.Any(r => r.Description == "not yet"), app.Deadline);
        Assert.Equal(HealthStatus.Unhealthy, app.Snapshot("server").HealthStatus);
        await app.WaitForStateAsync("client", KnownResourceStates.Waiting);

        Volatile.Write(ref healthy, true);
        await readyCalled.Task.WaitAsync(app.Deadline);
        Assert.Equal(KnownResourceStates.Waiting, app.Snapshot("client").State?.Text);

        readyStep.SetResult();
        await app.WaitForStateAsync("client", KnownResourceStates.Running);
        Assert.Equal(HealthStatus.Healthy, app.Snapshot("client").HealthStatus);
    }

    [Fact]
    public async Task Waiting_for_completion_wants_the_right_exit_code()
    {
        Assert.SkipUnless(PosixSignals.Supported, "Needs a shell.");
        var builder = TestApplication.CreateBuilder();
        var good = builder.AddExecutable("good", "/bin/sh", ".", "-c", "exit 7");
        var bad = builder.AddExecutable("bad", "/bin/sh", ".", "-c", "echo out of ideas; exit 1");
        builder.AddExecutable("after-good", "sleep", ".", "600").WaitForCompletion(good, exitCode: 7);
        builder.AddExecutable("after-bad", "sleep", ".", "600").WaitForCompletion(bad);
        await using var app = await TestApplication.StartAsync(builder);

        await app.WaitForStateAsync("after-good", KnownResourceStates.Running);
        var failed = await app.WaitForStateAsync("after-bad", KnownResourceStates.FailedToStart);
        Assert.Contains("out of ideas", failed.Snapshot.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_told_to_keep_waiting_starts_when_the_other_is_started_again()
    {
        Assert.SkipUnless(PosixSignals.Supported, "Needs a shell.");
        var flag = Path.Combine(Directory.CreateTempSubdirectory("shop-test-").FullName, "flag");
        var builder = TestApplication.CreateBuilder();
        // Checked, so that it is not taken for healthy in the moment between its start and its end.
        builder.Services.AddHealthChecks().AddCheck("moody_check", () => File.Exists(flag) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
        var moody = builder.AddExecutable("moody", "/bin/sh", ".", "-c", $"[ -e '{flag}' ] && exec sleep 600; exit 1").WithHealthCheck("moody_check");
        builder.AddExecutable("patient", "sleep", ".", "600").WaitFor(moody, WaitBehavior.WaitOnResourceUnavailable);
        await using var app = await TestApplication.StartAsync(builder);
        await app.WaitForStateAsync("moody", KnownResourceStates.Exited);
        await app.WaitForLineAsync("patient", "Waiting for 'moody'");

        await File.WriteAllTextAsync(flag, "", app.Deadline);
        await app.Application.ResourceCommands.ExecuteCommandAsync("moody", KnownResourceCommands.StartCommand, app.Deadline);

        await app.WaitForStateAsync("patient", KnownResourceStates.Running);
    }

    [Fact]
    public async Task Who_has_just_ended_can_be_started_at_once()
    {
        Assert.SkipUnless(PosixSignals.Supported, "Needs a shell.");
        var builder = TestApplication.CreateBuilder();
        builder.AddExecutable("short", "/bin/sh", ".", "-c", "exit 1");
        await using var app = await TestApplication.StartAsync(builder);
        for (var start = 0; start < 40; start++)
        {
            var ended = await app.WaitForStateAsync("short", KnownResourceStates.Exited);
            await app.Application.ResourceCommands.ExecuteCommandAsync("short", KnownResourceCommands.StartCommand, app.Deadline);
            await Eventually.TrueAsync(() => app.Snapshot("short").StartTimeStamp is { } time && time != ended.Snapshot.StartTimeStamp, app.Deadline);
        }
    }

    [Fact]
    public async Task What_is_started_by_hand_waits_for_the_hand()
    {
        Assert.SkipUnless(PosixSignals.Supported, "Needs sleep.");
        var builder = TestApplication.CreateBuilder();
        builder.AddExecutable("tool", "sleep", ".", "600").WithExplicitStart();
        builder.AddExecutable("other", "sleep", ".", "600");
        await using var app = await TestApplication.StartAsync(builder);
        await app.WaitForStateAsync("other", KnownResourceStates.Running);
        Assert.Equal(KnownResourceStates.NotStarted, app.Snapshot("tool").State?.Text);

        await app.Application.ResourceCommands.ExecuteCommandAsync("tool", KnownResourceCommands.StartCommand, app.Deadline);

        Assert.Equal(KnownResourceStates.Running, app.Snapshot("tool").State?.Text);
    }

    [Fact]
    public async Task A_server_stops_after_those_who_use_it()
    {
        Assert.SkipUnless(PosixSignals.Supported, "Needs a shell.");
        var builder = TestApplication.CreateBuilder();
        var server = builder.AddExecutable("server", "/bin/sh", ".", "-c", "echo up; exec sleep 600");
        builder.AddExecutable("client", "/bin/sh", ".", "-c", "trap 'echo leaving; exit 0' TERM; echo up; while :; do sleep 0.05; done").WaitFor(server);
        await using var app = await TestApplication.StartAsync(builder);
        await app.WaitForLineAsync("client", "up");

        await app.Application.StopAsync(app.Deadline);

        Assert.True(app.Snapshot("client").StopTimeStamp <= app.Snapshot("server").StopTimeStamp);
    }

    [Fact]
    public async Task A_command_of_an_unknown_resource_or_name_fails_in_words()
    {
        var builder = TestApplication.CreateBuilder();
        builder.AddParameter("p", "v");
        await using var app = await TestApplication.StartAsync(builder);

        Assert.Contains("'nobody'", (await app.Application.ResourceCommands.ExecuteCommandAsync("nobody", "start", app.Deadline)).Message, StringComparison.Ordinal);
        Assert.Contains("'start'", (await app.Application.ResourceCommands.ExecuteCommandAsync("p", "start", app.Deadline)).Message, StringComparison.Ordinal);
    }
}
