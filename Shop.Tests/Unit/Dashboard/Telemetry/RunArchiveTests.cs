using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Telemetry.Runs;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry.Exporter;
using Xunit;

namespace Shop.Tests.Unit.Dashboard.Telemetry;

public sealed class RunArchiveTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("dashboard-").FullName;

    string File => Path.Combine(_folder, "telemetry.db");

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_earlier_run_is_looked_at_like_this_one()
    {
        await using (var first = await DashboardServer.StartAsync(file: File))
        await using (var sender = new Sender(first.Application.OtlpGrpcUrl!, OtlpExportProtocol.Grpc, "orders"))
        {
            using var span = sender.Source.StartActivity("GET /then", System.Diagnostics.ActivityKind.Server);
            sender.Logger.LogError("What was then");
            sender.Meter.CreateCounter<int>("then").Add(3);
            span!.Stop();
            sender.FlushAll();
        }

        await using var second = await DashboardServer.StartAsync(file: File);
        Assert.Empty(second.Telemetry.Logs.Entries);
        using var browser = await second.SignedInAsync();
        var now = await browser.GetStringAsync("/logs", Ct);
        Assert.DoesNotContain("What was then", now, StringComparison.Ordinal);
        var run = System.Text.RegularExpressions.Regex.Match(now, "<fluent-option[^>]* value=\"(\\d+)\"").Groups[1].Value;
        Assert.NotEmpty(run);
        Assert.Contains("1 of 1", await browser.GetStringAsync($"/logs?run={run}", Ct), StringComparison.Ordinal);
        Assert.Contains("1 of 1", await browser.GetStringAsync($"/traces?run={run}", Ct), StringComparison.Ordinal);
        Assert.Contains("then", await browser.GetStringAsync($"/metrics?run={run}", Ct), StringComparison.Ordinal);
        // The start page too: what that run was asked in its last minutes.
        Assert.Contains("What was then", await browser.GetStringAsync($"/?run={run}", Ct), StringComparison.Ordinal);
        Assert.Contains("0 of 0", await browser.GetStringAsync("/logs?run=99999", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_ask_for_an_earlier_run_too()
    {
        string trace;
        await using (var first = await DashboardServer.StartAsync(file: File))
        await using (var sender = new Sender(first.Application.OtlpGrpcUrl!, OtlpExportProtocol.Grpc, "orders"))
        {
            using var span = sender.Source.StartActivity("GET /then", System.Diagnostics.ActivityKind.Server)!;
            trace = span.TraceId.ToHexString();
            sender.Logger.LogError("What was then");
            sender.Meter.CreateCounter<int>("then").Add(3);
            span.Stop();
            sender.FlushAll();
        }

        await using var second = await DashboardServer.StartAsync(file: File);
        using var client = second.Browser();
        client.DefaultRequestHeaders.Add("x-api-key", DashboardServer.Token);
        var run = Assert.Single((await JsonAsync("runs")).GetProperty("items").EnumerateArray()).GetProperty("id").GetInt64();
        Assert.Equal("What was then", Assert.Single((await JsonAsync($"logs?run={run}&level=error")).GetProperty("items").EnumerateArray()).GetProperty("message").GetString());
        Assert.Equal("GET /then", Assert.Single((await JsonAsync($"traces?run={run}&order=slowest")).GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal("What was then", Assert.Single((await JsonAsync($"traces/{trace}?run={run}")).GetProperty("logs").EnumerateArray()).GetProperty("message").GetString());
        Assert.Equal("then", Assert.Single((await JsonAsync($"metrics?run={run}")).GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
        Assert.NotEmpty((await JsonAsync($"metrics?run={run}&meter=test.orders&name=then&window=1m")).GetProperty("lines").EnumerateArray());
        Assert.Equal("orders", Assert.Single((await JsonAsync($"resources?run={run}")).GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
        // And of this one nothing is there.
        Assert.Equal(0, (await JsonAsync("logs")).GetProperty("total").GetInt32());
        using var missing = await client.GetAsync($"/api/telemetry/traces/{trace}", Ct);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, missing.StatusCode);
        foreach (var (path, field) in new[] { ("logs?run=99999", "run"), ("traces?run=x", "run"), ($"traces/{trace}?run=-1", "run"), ("metrics?run=99999", "run"), ("resources?run=0", "run"), ($"logs?run={run}&follow=true", "follow"), ($"traces?run={run}&follow=true", "follow"), ("traces?order=odd", "order") })
        {
            using var refused = await client.GetAsync($"/api/telemetry/{path}", Ct);
            Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.StatusCode);
            var problem = System.Text.Json.JsonDocument.Parse(await refused.Content.ReadAsStringAsync(Ct)).RootElement;
            Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        }

        async Task<System.Text.Json.JsonElement> JsonAsync(string path) => System.Text.Json.JsonDocument.Parse(await client.GetStringAsync($"/api/telemetry/{path}", Ct)).RootElement;
    }

    [Fact]
    public async Task Five_runs_are_kept()
    {
        for (var run = 1; run <= 8; run++)
        {
            await using var archive = Open();
            archive.Keep(new ExportLogsServiceRequest { ResourceLogs = { Incoming.Logs("web", Incoming.Log($"run {run}")) } });
        }

        await using var last = Open();
        // Four of them beside the one that is under way.
        Assert.Equal(["run 8", "run 7", "run 6", "run 5"], last.EarlierRuns().Select(r => Assert.Single(last.Load(r, new()).Logs.Entries).Message));
    }

    [Fact]
    public async Task A_damaged_file_is_moved_aside_and_one_that_can_not_be_written_is_done_without()
    {
        await System.IO.File.WriteAllTextAsync(File, "no database, but long enough to be taken for one until it is looked at".PadRight(4_096), Ct);
        await using (var archive = Open())
            Assert.Empty(archive.EarlierRuns());
        Assert.StartsWith("no database", await System.IO.File.ReadAllTextAsync(File + ".damaged", Ct), StringComparison.Ordinal);

        Directory.CreateDirectory(Path.Combine(_folder, "folder.db"));
        Assert.Null(RunArchive.Open(Path.Combine(_folder, "folder.db"), TimeProvider.System, NullLogger.Instance));
    }

    [Fact]
    public async Task Metrics_are_kept_now_and_then_only()
    {
        await using (var archive = Open())
            for (var i = 0; i < 100; i++)
                archive.Keep(new ExportMetricsServiceRequest { ResourceMetrics = { Incoming.Metrics("web", Incoming.Counter("requests", Incoming.Point(DateTime.UtcNow, i))) } });
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=false");
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from exports";
        Assert.Equal(1L, await command.ExecuteScalarAsync(Ct));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    RunArchive Open() => RunArchive.Open(File, TimeProvider.System, NullLogger.Instance)!;
}
