using System.Globalization;
using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Telemetry;
using Xunit;

namespace Shop.Tests.Unit.Dashboard.Telemetry;

public sealed class StoreTests
{
    [Fact]
    public void The_oldest_goes_and_is_counted()
    {
        var store = Store(new() { Logs = 10, Traces = 5, SpansPerTrace = 3 });
        store.Logs.Add([Incoming.Logs("web", [.. Enumerable.Range(1, 25).Select(i => Incoming.Log(Text(i)))])]);
        Assert.Equal(Enumerable.Range(16, 10).Select(Text), store.Logs.Entries.Select(e => e.Message));
        Assert.Equal(15, store.Logs.Dropped);

        store.Traces.Add([Incoming.Spans("web", [.. Enumerable.Range(1, 7).Select(i => Incoming.Span((ulong)i, 1)), .. Enumerable.Range(2, 5).Select(i => Incoming.Span(7, (ulong)i))])]);
        Assert.Equal([3, 4, 5, 6, 7], store.Traces.Traces.Select(t => (int)t.Id));
        Assert.Equal((2, 3), (store.Traces.Dropped, store.Traces.DroppedSpans));
        Assert.Equal(3, store.Traces.Find(7)!.Spans.Length);
    }

    [Fact]
    public void Few_but_large_records_stay_within_the_memory_too()
    {
        var store = Store(new() { LogBytes = 1 << 20, TraceBytes = 1 << 20, TextLength = 50_000 });
        for (var i = 0; i < 100; i++)
        {
            var large = new string((char)('a' + (i % 26)), 40_000);
            store.Logs.Add([Incoming.Logs("web", Incoming.Log(large))]);
            store.Traces.Add([Incoming.Spans("web", Incoming.Span((ulong)i + 1, 1, attributes: ("sql", large)))]);
        }

        Assert.InRange(store.Logs.Entries.Sum(e => e.Bytes), 1, 1 << 20);
        Assert.InRange(store.Traces.Traces.Sum(t => t.Bytes), 1, 1 << 20);
        Assert.InRange(store.Logs.Entries.Length, 5, 99);
        Assert.Equal(100, store.Logs.Entries.Length + store.Logs.Dropped);
    }

    [Fact]
    public void Texts_and_attributes_are_cut()
    {
        var store = Store(new() { Attributes = 3, TextLength = 10, NameLength = 5 });
        store.Logs.Add([Incoming.Logs("web", Incoming.Log(new string('x', 100), attributes: [.. Enumerable.Range(0, 50).Select(i => ($"name{i}", new string('y', 100)))]))]);
        var entry = Assert.Single(store.Logs.Entries);
        Assert.Equal(new string('x', 10) + "…", entry.Message);
        Assert.Equal(3, entry.Attributes.Length);
        Assert.All(entry.Attributes, a => Assert.Equal((6, 11), (a.Name.Length, a.Value.Length), Comparer));
    }

    static readonly IEqualityComparer<(int Name, int Value)> Comparer = EqualityComparer<(int Name, int Value)>.Create((a, b) => b.Name <= a.Name && b.Value == a.Value);

    [Fact]
    public void A_span_that_is_sent_again_is_there_once()
    {
        var store = Store();
        var span = Incoming.Span(1, 1);
        store.Traces.Add([Incoming.Spans("web", span)]);
        store.Traces.Add([Incoming.Spans("web", span, Incoming.Span(1, 2, 1))]);
        Assert.Equal(2, store.Traces.Find(1)!.Spans.Length);
        Assert.Equal(0, store.Traces.DroppedSpans);
    }

    [Fact]
    public void A_million_values_of_an_attribute_stay_bounded()
    {
        var store = Store(new() { SeriesPerInstrument = 50, Series = 80, InstrumentsPerResource = 10, Resources = 5 });
        var at = DateTime.UtcNow;
        for (var batch = 0; batch < 100; batch++)
        {
            var points = Enumerable.Range(batch * 10_000, 10_000).Select(i => Incoming.Point(at, i, ("user", Text(i)))).ToArray();
            store.Metrics.Add([Incoming.Metrics("web", Incoming.Counter("requests", points))]);
        }

        Assert.Equal(50, store.Metrics.Series);
        Assert.Equal(1_000_000 - 50, store.Metrics.Dropped);

        // Neither by instruments nor by services.
        store.Metrics.Add([.. Enumerable.Range(0, 1_000).Select(i => Incoming.Metrics($"service{i}", [.. Enumerable.Range(0, 20).Select(n => Incoming.Counter($"counter{n}", Incoming.Point(at, 1)))]))]);
        Assert.Equal(80, store.Metrics.Series);
        Assert.Equal(5, store.Resources.All.Count);
        store.Logs.Add([.. Enumerable.Range(0, 1_000).Select(i => Incoming.Logs($"log{i}", Incoming.Log("x")))]);
        Assert.Equal(5, store.Resources.All.Count);
        store.Traces.Add([.. Enumerable.Range(0, 1_000).Select(i => Incoming.Spans($"span{i}", Incoming.Span((ulong)i + 1, 1, kind: Span.Types.SpanKind.Server)))]);
        Assert.InRange(store.Services.Services.Count, 1, 6);
    }

    [Fact]
    public void Metrics_over_a_day_stay_within_the_memory()
    {
        var store = Store(new() { MetricBytes = 200_000 });
        var begin = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var second = 0; second < 86_400; second += 5)
            store.Metrics.Add([Incoming.Metrics("web", Incoming.Histogram("duration", [0.1, 1, 10], AggregationTemporality.Cumulative, (begin.AddSeconds(second), [(ulong)second, 2, 3, 4])))]);
        var bytes = store.Metrics.Read(all => all.Sum(i => i.Series.Sum(s => s.Bytes)));
        Assert.InRange(bytes, 1, 200_000);
    }

    [Fact]
    public void Impossible_times_are_made_possible()
    {
        var store = Store();
        var span = Incoming.Span(1, 1);
        (span.StartTimeUnixNano, span.EndTimeUnixNano) = (ulong.MaxValue, 1);
        store.Traces.Add([Incoming.Spans("web", span, new Span { TraceId = span.TraceId, SpanId = Incoming.Span(1, 2).SpanId })]);
        Assert.All(store.Traces.Find(1)!.Spans, s => Assert.True(s.End >= s.Start));
        store.Logs.Add([Incoming.Logs("web", new LogRecord { TimeUnixNano = ulong.MaxValue }, new LogRecord())]);
        Assert.Equal(2, store.Logs.Entries.Length);
        store.Metrics.Add([Incoming.Metrics("web",
            new Metric { Name = "empty" },
            Incoming.Gauge("nan", Incoming.Point(DateTime.UtcNow, double.NaN)),
            Incoming.Histogram("short", [1, 2], AggregationTemporality.Cumulative, (DateTime.UtcNow, [1, 2])),
            Incoming.Histogram("down", [2, 1], AggregationTemporality.Cumulative, (DateTime.UtcNow, [1, 2, 3])),
            new Metric { Name = "exponential", ExponentialHistogram = new() { DataPoints = { new ExponentialHistogramDataPoint { Count = 3, Scale = int.MinValue, Positive = new() { Offset = int.MaxValue, BucketCounts = { 1, 2 } } } } } },
            new Metric { Name = "exponential2", ExponentialHistogram = new() { DataPoints = { new ExponentialHistogramDataPoint { Count = 3, Scale = int.MaxValue, Positive = new() { Offset = int.MinValue, BucketCounts = { 1, 2 } } } } } })]);
    }

    [Fact]
    public void Services_are_judged_by_what_came_in()
    {
        var store = Store();
        var now = DateTime.UtcNow;
        store.Traces.Add([Incoming.Spans("orders", [.. Enumerable.Range(1, 100).Select(i => Incoming.Span((ulong)i, 1, kind: Span.Types.SpanKind.Server, at: now, from: -i * 10, to: 0, fails: i > 95)),
            Incoming.Span(500, 1, kind: Span.Types.SpanKind.Client, at: now, from: -90_000, to: 0)])]);
        var figures = store.Services.Figures("orders", TimeSpan.FromMinutes(5));
        Assert.Equal((100, 5), (figures.Requests, figures.Errors));
        Assert.InRange(figures.P50!.Value.TotalMilliseconds, 470, 530);
        Assert.InRange(figures.P95!.Value.TotalMilliseconds, 880, 1_020);
        Assert.InRange(figures.P99!.Value.TotalMilliseconds, 930, 1_070);
        Assert.Null(store.Services.Figures("nobody", TimeSpan.FromMinutes(5)).P50);
    }

    static TelemetryStore Store(TelemetryLimits? limits = null) => new(limits ?? new(), TimeProvider.System);

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
