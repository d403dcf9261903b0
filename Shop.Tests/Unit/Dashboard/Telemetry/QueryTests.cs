using System.Collections.Immutable;
using Aspire.Dashboard.Model;
using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Overview;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Logs;
using Aspire.Dashboard.Telemetry.Metrics;
using Aspire.Dashboard.Telemetry.Services;
using Aspire.Dashboard.Telemetry.Traces;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Shop.Tests.Unit.Dashboard.Telemetry;

public sealed class QueryTests
{
    static readonly DateTime Noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("a=1", "a", "=", "1")]
    [InlineData("http.route ~ cart=x", "http.route", "~", "cart=x")]
    [InlineData("size>=10", "size", ">=", "10")]
    [InlineData("a!~b", "a", "!~", "b")]
    [InlineData("a!=", "a", "!=", "")]
    public void A_condition_is_read(string text, string field, string condition, string value) => Assert.Equal(new FieldFilter(field, condition, value), FieldFilter.Parse(text));

    [Theory]
    [InlineData("nothing")]
    [InlineData("=5")]
    [InlineData("a!b")]
    public void What_is_no_condition_is_none(string text) => Assert.Null(FieldFilter.Parse(text));

    [Theory]
    [InlineData("level=error", 2)]
    [InlineData("level=Warning", 3)]
    [InlineData("resource=orders", 2)]
    [InlineData("q=dockside", 1)]
    [InlineData("q=42", 2)]
    [InlineData("f=OrderId=42", 1)]
    [InlineData("f=OrderId>40", 2)]
    [InlineData("f=OrderId!=42", 3)]
    [InlineData("f=template~Order {OrderId}", 2)]
    [InlineData("f=exception=System.TimeoutException&level=error", 1)]
    [InlineData("trace=00000000000000000000000000000007", 1)]
    [InlineData("q=timeoutexception", 1)]
    public void Logs_are_found(string address, int count)
    {
        var store = new TelemetryStore(new(), TimeProvider.System);
        store.Logs.Add([
            Incoming.Logs("orders",
                Incoming.Log("Order 42 failed", 17, "Order {OrderId} failed", attributes: [("OrderId", "42"), ("exception.type", "System.TimeoutException")]),
                Incoming.Log("Order 43 failed", 17, "Order {OrderId} failed", attributes: [("OrderId", "43"), ("exception.message", "after 42 s")])),
            Incoming.Logs("web", Incoming.Log("Slow page", 13, trace: 7), Incoming.Log("Asked for Dockside mug"))]);
        var words = System.Web.HttpUtility.ParseQueryString(address);
        var reader = new QueryReader();
        var query = LogQuery.Read(reader, words["resource"], words["level"], words["q"], words.GetValues("f"), words["trace"], words["span"], reader.Range(words["since"], words["until"], DateTime.UtcNow));
        Assert.Empty(reader.Errors);
        Assert.Equal(count, store.Logs.Entries.Count(query.Matches));
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("since=15m", 2)]
    [InlineData("since=15m&until=5m", 1)]
    [InlineData("until=5m", 2)]
    [InlineData("since=2026-01-31T11:00:00Z", 2)]
    [InlineData("since=2026-01-31T13:00:00%2B01:00&until=2026-01-31T12:00:00Z", 1)]
    [InlineData("until=2026-01-31", 0)]
    public void Logs_and_traces_are_found_by_their_time(string address, int count)
    {
        var noon = new DateTime(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc);
        var store = new TelemetryStore(new(), TimeProvider.System);
        DateTime[] times = [noon.AddHours(-2), noon.AddMinutes(-10), noon];
        store.Logs.Add([Incoming.Logs("orders", [.. times.Select(time => Incoming.Log("Hello", at: time))])]);
        store.Traces.Add([Incoming.Spans("orders", [.. times.Select((time, i) => Incoming.Span((ulong)i + 1, 1, at: time))])]);
        var words = System.Web.HttpUtility.ParseQueryString(address);
        var reader = new QueryReader();

        var range = reader.Range(words["since"], words["until"], noon);

        Assert.Empty(reader.Errors);
        Assert.Equal(count, store.Logs.Entries.Count(LogQuery.Read(reader, null, null, null, null, null, null, range).Matches));
        Assert.Equal(count, store.Traces.Traces.Count(TraceQuery.Read(reader, null, null, null, null, null, null, range).Matches));
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2026-02-30")]
    [InlineData("-5m")]
    public void What_is_no_time_is_said_by_its_name(string since)
    {
        var reader = new QueryReader();

        Assert.Equal(default, reader.Range(since, null, DateTime.UtcNow));
        Assert.Equal("since", Assert.Single(reader.Errors).Key);
    }

    [Fact]
    public void Errors_are_grouped_by_what_they_have_in_common()
    {
        var store = new TelemetryStore(new(), TimeProvider.System);
        store.Logs.Add([Incoming.Logs("orders", [.. Enumerable.Range(1, 50).Select(i => Incoming.Log($"Order {i} failed", 17, "Order {OrderId} failed")), Incoming.Log("Other", 17)])]);
        store.Logs.Add([Incoming.Logs("web", Incoming.Log("Order 1 failed", 17, "Order {OrderId} failed"))]);
        var groups = LogGroup.Of(store.Logs.Entries.Where(e => e.Level >= LogLevel.Error));
        Assert.Equal([("orders", 50), ("web", 1), ("orders", 1)], groups.Select(g => (g.Service, g.Count)));
        Assert.Equal("Order 50 failed", groups[0].Newest.Message);
    }

    [Fact]
    public void A_service_that_has_ended_says_why_and_a_few_accidents_are_no_trouble()
    {
        var store = new TelemetryStore(new(), TimeProvider.System);
        store.Logs.Add([Incoming.Logs("orders", Incoming.Log("No such role", 21), Incoming.Log("Bye"))]);
        store.Traces.Add([Incoming.Spans("web", [.. Enumerable.Range(1, 100).Select(i => Incoming.Span((ulong)i, 1, kind: Span.Types.SpanKind.Server, fails: i <= 4))])]);
        ResourceView View(string name, string state, int? exitCode = null) => new() { Id = name, Name = name, DisplayName = name, Type = "Project", State = state, ExitCode = exitCode };
        var resources = new[] { View("orders", "Exited", 1), View("web", "Running"), View("task", "Finished", 0) }.ToImmutableDictionary(r => r.Id);

        var state = OverviewState.Of(resources, store, TimeSpan.FromMinutes(5), DateTime.UtcNow);

        Assert.Equal(("orders", "No such role"), (Assert.Single(state.Troubles).Resource, state.Troubles[0].Message));
        Assert.Equal(("error", 1), (state.Tone, state.Errors.Count));
        Assert.Equal("success", OverviewState.Of(resources.Remove("orders"), store, TimeSpan.FromMinutes(5), DateTime.UtcNow).Tone);
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("min=100", 2)]
    [InlineData("min=0.5s", 1)]
    [InlineData("errors=true", 1)]
    [InlineData("resource=catalog", 2)]
    [InlineData("resource=catalog&kind=server", 1)]
    [InlineData("f=http.route=/cart", 1)]
    [InlineData("f=http.route=/cart&resource=catalog", 0)]
    [InlineData("q=select", 1)]
    [InlineData("q=00000000000000000000000000000002", 1)]
    public void Traces_are_found(string address, int count)
    {
        var store = new TelemetryStore(new(), TimeProvider.System);
        store.Traces.Add([
            Incoming.Spans("web", Incoming.Span(1, 1, to: 150, attributes: ("http.route", "/cart")), Incoming.Span(2, 1, to: 50), Incoming.Span(3, 1, to: 900)),
            Incoming.Spans("catalog",
                Incoming.Span(1, 2, 1, to: 100, kind: Span.Types.SpanKind.Server),
                Incoming.Span(3, 2, 1, to: 5, kind: Span.Types.SpanKind.Client, fails: true, attributes: ("db.query.text", "SELECT 1")))]);
        var words = System.Web.HttpUtility.ParseQueryString(address);
        var reader = new QueryReader();
        var query = TraceQuery.Read(reader, words["resource"], words["q"], words["min"], words["errors"], words["kind"], words.GetValues("f"), reader.Range(words["since"], words["until"], DateTime.UtcNow));
        Assert.Empty(reader.Errors);
        Assert.Equal(count, store.Traces.Traces.Count(query.Matches));
    }

    [Fact]
    public void A_tree_holds_each_span_once_whatever_they_say_of_their_parents()
    {
        // A root with a child, an orphan with a child, a circle of two, and one that is its own parent.
        var tree = Tree((1, 0, 0, 10), (2, 1, 1, 9), (3, 99, 2, 3), (4, 3, 2, 3), (5, 6, 4, 5), (6, 5, 5, 6), (7, 7, 8, 9));
        Assert.Equal([(1UL, 0), (2UL, 1), (3UL, 0), (4UL, 1), (7UL, 0), (5UL, 0), (6UL, 1)], tree.Select(n => (n.Span.SpanId, n.Depth)));
        Assert.True(tree.Single(n => n.Span.SpanId == 3).IsOrphan);

        var chain = Tree([.. Enumerable.Range(1, 5_000).Select(i => ((ulong)i, (ulong)(i - 1), (double)i, (double)i + 1))]);
        Assert.Equal(4_999, chain[^1].Depth);
        Assert.NotEmpty(CriticalPath.Of(chain));
    }

    [Fact]
    public void The_critical_path_is_what_the_trace_waited_for()
    {
        // 1 asks 2 and 3 at once; 3 ends later. Then 1 works alone, and 4 handles a message after the end.
        var tree = Tree((1, 0, 0, 100), (2, 1, 10, 50), (3, 1, 10, 80), (4, 1, 120, 150));
        var parts = CriticalPath.Of(tree).Select(p => (p.SpanId, (p.From - Noon).TotalMilliseconds, (p.To - Noon).TotalMilliseconds));
        Assert.Equal([(1UL, 0, 10), (3UL, 10, 80), (1UL, 80, 100), (4UL, 120, 150)], parts);
    }

    [Fact]
    public void A_childs_wrong_clock_does_not_break_the_path()
    {
        var parts = CriticalPath.Of(Tree((1, 0, 0, 100), (2, 1, -50, 20), (3, 2, 500, 600), (4, 3, 5, 5)));
        Assert.All(parts, p => Assert.True(p.To > p.From));
        Assert.Empty(CriticalPath.Of([]));
    }

    [Fact]
    public void Counters_show_their_rate_over_restarts_and_replicas()
    {
        var store = new TelemetryStore(new(), TimeProvider.System);
        for (var second = 0; second <= 60; second++)
        {
            // The first process begins anew after half a minute.
            store.Metrics.Add([Incoming.Metrics("web", Incoming.Counter("requests", Incoming.Point(Noon.AddSeconds(second), second < 30 ? 10 * second : 10 * (second - 30), ("route", "/"))))]);
            store.Metrics.Add([Incoming.Metrics("web2", Incoming.Counter("requests", Incoming.Point(Noon.AddSeconds(second), 5 * second, ("route", "/cart"))))]);
        }

        var graph = Graph(store, "requests", Noon.AddSeconds(60));
        Assert.Equal(InstrumentKind.Counter, graph.Kind);
        var line = Assert.Single(graph.Lines);
        Assert.InRange(line.Values.Skip(2).Average()!.Value, 14, 15.1);
        Assert.DoesNotContain(line.Values, v => v < 0);

        var split = Graph(store, "requests", Noon.AddSeconds(60), splitBy: "route");
        Assert.Equal(["/", "/cart"], split.Lines.Select(l => l.Name));
        Assert.Equal(5, split.Lines[1].Values[10]);
        Assert.Equal(["/", "/cart"], split.Dimensions["route"]);
        Assert.Equal(5, Assert.Single(Graph(store, "requests", Noon.AddSeconds(60), filter: "route=/cart").Lines).Values[10]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Histograms_show_percentiles(bool isDelta)
    {
        var temporality = isDelta ? AggregationTemporality.Delta : AggregationTemporality.Cumulative;
        var store = new TelemetryStore(new(), TimeProvider.System);
        for (var second = 1; second <= 20; second++)
        {
            var times = isDelta ? 1UL : (ulong)second;
            store.Metrics.Add([Incoming.Metrics("web", Incoming.Histogram("duration", [1, 2, 3], temporality, (Noon.AddSeconds(second), [50 * times, 45 * times, 4 * times, 1 * times])))]);
        }

        var graph = Graph(store, "duration", Noon.AddSeconds(21));
        Assert.Equal(["P50", "P95", "P99"], graph.Lines.Select(l => l.Name));
        var last = graph.Lines.Select(l => l.Values.Last(v => v is not null)!.Value).ToArray();
        Assert.Equal([1, 2, 3], last.Select(v => Math.Round(v, 2)));
    }

    [Fact]
    public void Half_a_day_can_be_looked_at()
    {
        var store = new TelemetryStore(new(), TimeProvider.System);
        for (var second = 0; second <= 12 * 3_600; second += 10)
            store.Metrics.Add([Incoming.Metrics("web", Incoming.Counter("requests", Incoming.Point(Noon.AddSeconds(second), 2 * second)), Incoming.Gauge("threads", Incoming.Point(Noon.AddSeconds(second), 7)))]);
        foreach (var minutes in (int[])[1, 5, 15, 60, 180, 720])
        {
            var graph = Graph(store, "requests", Noon.AddHours(12), minutes: minutes);
            var known = Assert.Single(graph.Lines).Values.Where(v => v is not null).Select(v => v!.Value).ToArray();
            Assert.InRange(known.Length, 5, 200);
            Assert.InRange(known.Average(), 1.8, 2.2);
            Assert.All(Assert.Single(Graph(store, "threads", Noon.AddHours(12), minutes: minutes).Lines).Values.Where(v => v is not null), v => Assert.Equal(7, v));
        }
    }

    [Theory]
    [InlineData(0.00005, 0, 0.0001)]
    [InlineData(0.0123, 0.0115, 0.0135)]
    [InlineData(2.5, 2.2, 2.9)]
    [InlineData(90_000, 2_000, 100_000)]
    public void A_duration_is_counted_near_what_it_is(double seconds, double from, double to)
    {
        var counts = new int[LatencyCounts.Classes];
        counts[LatencyCounts.ClassOf(TimeSpan.FromSeconds(seconds))]++;
        Assert.InRange(LatencyCounts.Percentile(counts, 50)!.Value.TotalSeconds, from, to);
    }

    static MetricGraph Graph(TelemetryStore store, string name, DateTime now, int minutes = 1, string? filter = null, string? splitBy = null) =>
        MetricGraph.Of(store.Metrics, new(null, "test.meter", name, TimeSpan.FromMinutes(minutes), filter is null ? [] : [FieldFilter.Parse(filter)!], splitBy), now)!;

    static IReadOnlyList<SpanNode> Tree(params (ulong Id, ulong Parent, double From, double To)[] spans)
    {
        var store = new TelemetryStore(new(), TimeProvider.System);
        store.Traces.Add([Incoming.Spans("web", [.. spans.Select(s => Incoming.Span(1, s.Id, s.Parent, from: s.From, to: s.To, at: Noon))])]);
        return SpanTree.Build(store.Traces.Find(1)!.Spans);
    }
}
