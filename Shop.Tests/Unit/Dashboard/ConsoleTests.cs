using System.Net;
using Aspire.Dashboard.ConsoleLogs;
using Aspire.Dashboard.Model;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Shop.Tests.Unit.Dashboard;

public sealed class ConsoleTests
{
    static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Waiting_lines_are_bounded_and_the_oldest_go_first() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[0, 1_000].Array[0, 60]).Sample((capacity, times) =>
        {
            using var pending = new PendingLines(capacity);
            foreach (var (number, at) in times.Index())
                pending.Add("web", Line(number, at, ""));
            var (lines, dropped) = pending.Take(int.MaxValue);
            Assert.Equal(Math.Min(capacity, times.Length), lines.Count);
            Assert.Equal(times.Length - lines.Count, dropped);
            Assert.Equal(times.Order().TakeLast(capacity), lines.Select(l => (int)(l.Line.Timestamp - Start).TotalMilliseconds));
        });

    [Fact]
    public async Task A_batch_has_a_largest_size_and_the_rest_follows()
    {
        using var pending = new PendingLines(10);
        for (var i = 0; i < 5; i++)
            pending.Add("web", Line(i, i, ""));
        await pending.WaitAsync(Ct);
        Assert.Equal(3, pending.Take(3).Lines.Count);
        await pending.WaitAsync(Ct);
        Assert.Equal(2, pending.Take(3).Lines.Count);
        Assert.False(pending.WaitAsync(Ct).IsCompleted);
    }

    [Fact]
    public async Task Lines_of_several_resources_arrive_in_order_of_time()
    {
        var source = Source();
        await using var stream = new ConsoleStream(source, TimeProvider.System, NullLogger.Instance);
        var received = new List<BrowserLine>();
        var all = new TaskCompletionSource();
        stream.Watch(["web", "catalog"]);
        var sending = stream.SendAsync((lines, _, _) =>
        {
            received.AddRange(lines);
            if (received.Count == 4)
                all.TrySetResult();
            return Task.CompletedTask;
        });
        await all.Task.WaitAsync(TimeSpan.FromSeconds(10), Ct);
        Assert.Equal(["web 1", "catalog 1", "web 2", "catalog 2"], received.Select(l => $"{l.ResourceId} {l.Number}"));
        await stream.DisposeAsync();
        await sending;
    }

    [Fact]
    public async Task The_download_is_plain_text_in_order_of_time_and_filtered()
    {
        await using var server = await DashboardServer.StartAsync(Source());
        using var browser = await server.SignedInAsync();
        Assert.Equal(
            """
            1970-01-01T00:00:00.0010000Z web   info: one
            1970-01-01T00:00:00.0020000Z catalog ! two
            1970-01-01T00:00:00.0030000Z web   three
            1970-01-01T00:00:00.0040000Z catalog   four

            """,
            await browser.GetStringAsync("/api/console-logs", Ct));
        Assert.Equal("1970-01-01T00:00:00.0010000Z   info: one\n", await browser.GetStringAsync("/api/console-logs?resource=web&q=INFO", Ct));
        using var unknown = await browser.GetAsync("/api/console-logs?resource=gone", Ct);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    static StillSource Source()
    {
        var source = new StillSource();
        foreach (var name in new[] { "web", "catalog" })
            source.Resources.Add(new ResourceView { Id = name, Name = name, DisplayName = name, Type = "Project" });
        source.Lines["web"] = [Line(1, 1, "\e[32minfo\e[0m: one"), Line(2, 3, "three")];
        source.Lines["catalog"] = [Line(1, 2, "two") with { IsError = true }, Line(2, 4, "four")];
        return source;
    }

    static ConsoleLine Line(long number, int at, string text) => new(number, Start.AddMilliseconds(at), text, false);
}
