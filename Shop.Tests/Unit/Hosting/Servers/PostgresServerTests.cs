using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Xunit;

namespace Shop.Tests.Unit.Hosting.Servers;

/// <summary>The real server, started as the AppHost starts it.</summary>
public sealed class PostgresServerTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();

    public PostgresServerTests() => Skip.Without(Tools.Postgres);

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Initialised_started_restarted_and_killed_it_keeps_what_was_committed()
    {
        var (builder, postgres, database) = Shop("right");
        await using (var server = await StartAsync(builder, postgres))
        {
            await server.HealthyAsync();
            Assert.Equal(HealthStatus.Unhealthy, (await builder.CheckAsync(database)).Status);
            await builder.Eventing.PublishAsync(new ResourceReadyEvent(postgres, builder.Provider), TestContext.Current.CancellationToken);
            await builder.Eventing.PublishAsync(new ResourceReadyEvent(postgres, builder.Provider), TestContext.Current.CancellationToken);
            Assert.Equal(HealthStatus.Healthy, (await builder.CheckAsync(database)).Status);
            await ExecuteAsync(database, "CREATE TABLE t (x int); INSERT INTO t VALUES (42)");
            Assert.Equal("scram-sha-256", await ExecuteAsync(database, "SELECT split_part(auth_method, ' ', 1) FROM pg_hba_file_rules WHERE type = 'host' LIMIT 1"));
            Assert.Equal("on", await ExecuteAsync(database, "SHOW fsync"));
            Assert.DoesNotContain(server.Start.Arguments, a => a.Contains("right", StringComparison.Ordinal));
            Assert.Equal(0, await server.StopAsync());
            Assert.Contains(server.Lines, l => l.Contains("received fast shutdown request", StringComparison.Ordinal));
        }
        Assert.Equal(["data", "data.lock"], Directory.EnumerateFileSystemEntries(_root.Path).Select(Path.GetFileName).Order());

        await using (var server = await StartAsync(builder, postgres))
        {
            await server.HealthyAsync();
            await ExecuteAsync(database, "UPDATE t SET x = 43");
            await server.KillAsync();
        }
        await using (var server = await StartAsync(builder, postgres))
        {
            await server.HealthyAsync();
            Assert.Equal(43, await ExecuteAsync(database, "SELECT x FROM t"));
        }
    }

    [Fact]
    public async Task Another_password_than_the_directory_s_is_told_by_the_health_check()
    {
        var (builder, postgres, _) = Shop("right");
        await StartOnceAsync(builder, postgres);

        (builder, postgres, _) = Shop("wrong");
        await using var server = await StartAsync(builder, postgres);
        var entry = await server.WaitAsync(e => e.Description?.Contains("initialised", StringComparison.Ordinal) == true);
        Assert.Contains("Parameters:postgres-password", entry.Description, StringComparison.Ordinal);
        Assert.Contains(_root.Sub("data"), entry.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_whose_AppHost_was_killed_is_stopped_in_order_before_the_next_starts()
    {
        var (builder, postgres, _) = Shop("right");
        await using var first = await StartAsync(builder, postgres);
        await first.HealthyAsync();
        first.Abandon();

        (builder, postgres, _) = Shop("right");
        await using var second = await StartAsync(builder, postgres);
        await second.HealthyAsync();
        Assert.Equal(0, await first.StopAsync());
        Assert.Contains(first.Lines, l => l.Contains("fast shutdown", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_directory_is_told_and_left_as_it_is()
    {
        var (builder, postgres, _) = Shop("right");
        await using (var server = await StartAsync(builder, postgres))
            await server.HealthyAsync();
        var control = Path.Combine(_root.Sub("data"), "global", "pg_control");
        await File.WriteAllBytesAsync(control, new byte[8192], TestContext.Current.CancellationToken);

        (builder, postgres, _) = Shop("right");
        await using var damaged = await StartAsync(builder, postgres);
        var sentence = await damaged.ExplainAsync();
        Assert.Contains(_root.Sub("data"), sentence, StringComparison.Ordinal);
        Assert.Contains("Nothing was deleted", sentence, StringComparison.Ordinal);
        Assert.Equal(8192, new FileInfo(control).Length);
    }

    [Fact]
    public async Task As_root_a_directory_of_another_user_is_used_as_that_user()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can start a server as another user.");
        var (builder, postgres, _) = Shop("right");
        await StartOnceAsync(builder, postgres);
        var (exitCode, output) = await ToolProcess.RunAsync("chown", ["-R", "65534:65534", _root.Sub("data")], TestContext.Current.CancellationToken);
        Assert.True(exitCode == 0, output);

        (builder, postgres, _) = Shop("right");
        await using var server = await StartAsync(builder, postgres);
        await server.HealthyAsync();
        Assert.Contains("--reuid=65534", server.Start.Arguments);
        var status = await File.ReadAllLinesAsync($"/proc/{server.Process.Id}/status", TestContext.Current.CancellationToken);
        Assert.Matches(@"^Uid:\s65534\s", status.Single(l => l.StartsWith("Uid:", StringComparison.Ordinal)));
        Assert.Equal(0, await server.StopAsync());
        Assert.Contains(server.Lines, l => l.Contains("fast shutdown", StringComparison.Ordinal));
    }

    private static (ServerBuilder Builder, PostgresServerResource Server, PostgresDatabaseResource Database) Shop(string password)
    {
        var builder = new ServerBuilder(("Parameters:postgres-password", password));
        var postgres = builder.AddPostgres("postgres").WithDataVolume();
        return (builder, postgres.Resource, postgres.AddDatabase("catalogdb").Resource);
    }

    private Task<RunningServer> StartAsync(ServerBuilder builder, PostgresServerResource postgres) => RunningServer.StartAsync(builder, postgres, _root.Sub("data"));

    /// <summary>So that its directory is there. One that has only just begun would miss the signal to stop where whoever started the tests ignores it, as a shell has its background do.</summary>
    private async Task StartOnceAsync(ServerBuilder builder, PostgresServerResource postgres)
    {
        await using var server = await StartAsync(builder, postgres);
        await server.HealthyAsync();
    }

    private static async Task<object?> ExecuteAsync(IResourceWithConnectionString database, string sql)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var connection = new NpgsqlConnection(await database.GetConnectionStringAsync(cancellationToken) + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
