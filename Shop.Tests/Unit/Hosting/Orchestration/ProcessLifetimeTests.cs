using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace Shop.Tests.Unit.Hosting.Orchestration;

public sealed class ProcessLifetimeTests
{
    [Fact]
    public async Task A_killed_process_shows_its_code_and_its_last_lines_and_starts_again()
    {
        Assert.SkipUnless(PosixSignals.Supported, "Needs a shell.");
        var builder = TestApplication.CreateBuilder();
        builder.AddExecutable("worker", "/bin/sh", ".", "-c", "echo working; exec sleep 600");
        await using var app = await TestApplication.StartAsync(builder);
        await app.WaitForLineAsync("worker", "working");
        var first = ProcessId(app, "worker");

        PosixSignals.Send(first, "KILL");

        var dead = await app.WaitForStateAsync("worker", KnownResourceStates.Exited);
        Assert.Equal(137, dead.Snapshot.ExitCode);
        Assert.Contains("working", app.Notifications.Describe(dead), StringComparison.Ordinal);
        Assert.NotNull(dead.Snapshot.StopTimeStamp);

        var restart = await app.Application.ResourceCommands.ExecuteCommandAsync("worker", KnownResourceCommands.RestartCommand, app.Deadline);
        Assert.True(restart.Success, restart.Message);
        Assert.Equal(KnownResourceStates.Running, app.Snapshot("worker").State?.Text);
        Assert.NotEqual(first, ProcessId(app, "worker"));
        Assert.Null(app.Snapshot("worker").ExitCode);
    }

    [Fact]
    public async Task What_replicas_print_can_be_followed_by_the_name_of_their_resource()
    {
        Assert.SkipUnless(PosixSignals.Supported, "Needs a shell.");
        var builder = TestApplication.CreateBuilder();
        var worker = builder.AddExecutable("worker", "/bin/sh", ".", "-c", "echo I am $$; exec sleep 600").WithAnnotation(new ReplicaAnnotation(2));
        await using var app = await TestApplication.StartAsync(builder);

        var said = new HashSet<string>();
        await foreach (var lines in app.Application.Services.GetRequiredService<ResourceLoggerService>().WatchAsync(worker.Resource).WithCancellation(app.Deadline))
        {
            said.UnionWith(lines.Select(static line => line.Content).Where(static text => text.StartsWith("I am", StringComparison.Ordinal)));
            if (said.Count == 2)
                break;
        }

        Assert.Equal(2, said.Count);
    }

    [Fact]
    public async Task A_wait_for_a_resource_that_dies_fails_at_once_with_what_it_said()
    {
        Assert.SkipUnless(PosixSignals.Supported, "Needs a shell.");
        var builder = TestApplication.CreateBuilder();
        // Checked, so that it is not taken for healthy in the moment before it ends.
        builder.Services.AddHealthChecks().AddCheck("broken_check", () => HealthCheckResult.Unhealthy());
        builder.AddExecutable("broken", "/bin/sh", ".", "-c", "echo no such table >&2; exit 3").WithHealthCheck("broken_check");
        await using var app = await TestApplication.StartAsync(builder);

        var e = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.Notifications.WaitForResourceHealthyAsync("broken", app.Deadline));

        Assert.Contains("exit code 3", e.Message, StringComparison.Ordinal);
        Assert.Contains("no such table", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_there_fails_to_start_and_says_so()
    {
        var builder = TestApplication.CreateBuilder();
        builder.AddExecutable("ghost", "no-such-program", ".");
        await using var app = await TestApplication.StartAsync(builder);

        var failed = await app.WaitForStateAsync("ghost", KnownResourceStates.FailedToStart);

        Assert.Contains("no-such-program", failed.Snapshot.Message, StringComparison.Ordinal);
        var start = await app.Application.ResourceCommands.ExecuteCommandAsync("ghost", KnownResourceCommands.StartCommand, app.Deadline);
        Assert.False(start.Success);
        Assert.Contains("no-such-program", start.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_without_a_runtime_says_why_it_can_not_run()
    {
        var builder = TestApplication.CreateBuilder();
        builder.Configuration["ASPIRE_CONTAINER_RUNTIME"] = "no-such-runtime";
        builder.AddContainer("tool", "example/tool");
        await using var app = await TestApplication.StartAsync(builder);

        var state = await app.WaitForStateAsync("tool", KnownResourceStates.RuntimeUnhealthy);

        Assert.Contains("no-such-runtime is not installed", state.Snapshot.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_ends_what_the_process_started_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Looks into /proc.");
        var builder = TestApplication.CreateBuilder();
        builder.AddExecutable("parent", "/bin/sh", ".", "-c", "sleep 600 & echo child $!; wait");
        await using var app = await TestApplication.StartAsync(builder);
        var lines = await app.WaitForLineAsync("parent", "child");
        var child = int.Parse(lines[^1].Split(' ')[1], CultureInfo.InvariantCulture);

        var stop = await app.Application.ResourceCommands.ExecuteCommandAsync("parent", KnownResourceCommands.StopCommand, app.Deadline);

        Assert.True(stop.Success, stop.Message);
        Assert.Equal(KnownResourceStates.Exited, app.Snapshot("parent").State?.Text);
        await Eventually.TrueAsync(() => !IsAlive(child), app.Deadline);
    }

    [Fact]
    public async Task The_guard_ends_what_a_killed_apphost_left_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Looks into /proc.");
        var directory = Directory.CreateTempSubdirectory("shop-test-").FullName;
        using var guard = new ProcessGuard(directory);
        var started = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var child = ChildProcess.Start(
            // Deaf to the polite request: it must be killed.
            new("/bin/sh", ["-c", "trap '' TERM; sleep 600 & echo $!; wait"], "/", new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")! }, ""),
            guard, (line, _) => started.TrySetResult(int.Parse(line, CultureInfo.InvariantCulture)));
        var grandchild = await started.Task.WaitAsync(TestContext.Current.CancellationToken);

        guard.Close();

        await Eventually.TrueAsync(() => !IsAlive(child.Id) && !IsAlive(grandchild) && !Directory.Exists(directory), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_guard_ends_what_a_killed_apphost_had_just_started_and_nothing_else()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Looks into /proc.");
        using var guard = new ProcessGuard("");
        using var own = Sleep(guard.Session);
        using var other = Sleep(guard.Session + "0");
        try
        {
            guard.Close();
            await Eventually.TrueAsync(() => !IsAlive(own.Id), TestContext.Current.CancellationToken);
            Assert.True(IsAlive(other.Id));
        }
        finally
        {
            other.Kill();
        }

        // The guard was not told of it.
        static Process Sleep(string session) => Process.Start(new ProcessStartInfo("sleep", ["600"]) { Environment = { [ProcessGuard.Mark] = session } })!;
    }

    [Fact]
    public async Task Nothing_is_left_after_the_application_is_disposed_without_a_stop()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Looks into /proc.");
        var builder = TestApplication.CreateBuilder();
        builder.AddExecutable("worker", "/bin/sh", ".", "-c", "echo up; exec sleep 600");
        var app = await TestApplication.StartAsync(builder);
        await app.WaitForLineAsync("worker", "up");
        var id = ProcessId(app, "worker");

        await app.DisposeAsync();

        Assert.False(IsAlive(id));
    }

    private static int ProcessId(TestApplication app, string name) => (int)app.Snapshot(name).Properties.Single(p => p.Name == "executable.pid").Value!;

    private static bool IsAlive(int processId)
    {
        var status = $"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/stat";
        try
        {
            // A zombie has ended; somebody has yet to ask for its exit code.
            return File.Exists(status) && File.ReadAllText(status).Split(')')[^1].Trim()[0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }
}
