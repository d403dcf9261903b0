using Aspire.Dashboard.Model;
using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Telemetry;
using SpanKind = Aspire.Dashboard.Otlp.Wire.Span.Types.SpanKind;

namespace Shop.Tests.Unit.Dashboard.Telemetry;

/// <summary>A shop that has been in use for some minutes, with one thing that fails.</summary>
static class SampleTelemetry
{
    public const ulong Purchase = 0xbadc0ffee;
    public const ulong FailedSpan = 8;

    public static IReadOnlyList<ResourceView> Resources { get; } =
    [
        View("web", "Running", "Healthy"),
        View("catalog", "Running", "Healthy"),
        View("orders", "Running", "Unhealthy") with { HealthReports = [new("orders_http_/health_200_check", "Unhealthy", "Waiting for the database: the password does not fit.", null, DateTimeOffset.UtcNow)] },
        View("postgres", "Running", "Healthy") with { Type = "PostgresServer" },
    ];

    public static void Fill(TelemetryStore store, DateTime now)
    {
        for (var i = 1; i <= 400; i++)
        {
            var at = now.AddSeconds(-i * 0.7);
            store.Traces.Add([
                Incoming.Spans("web", Incoming.Span((ulong)i, 1, name: "GET /products/{slug}", kind: SpanKind.Server, at: at, to: 20 + (i * 7 % 90), attributes: [("http.request.method", "GET"), ("url.path", $"/products/mug-{i}"), ("http.route", "/products/{slug}"), ("http.response.status_code", "200")])),
                Incoming.Spans("catalog", Incoming.Span((ulong)i, 2, 1, "GET /api/catalog/products/{slug}", 3, 18, SpanKind.Server, at: at, attributes: [("http.request.method", "GET"), ("url.path", $"/api/catalog/products/mug-{i}"), ("http.response.status_code", "200")]),
                    Incoming.Span((ulong)i, 3, 2, "catalogdb", 5, 12, SpanKind.Client, at: at, attributes: [("db.system.name", "postgresql"), ("db.query.text", "select p.id, p.slug from products as p where p.slug = $1 limit 1")]))]);
            store.Logs.Add([Incoming.Logs("web", Incoming.Log($"Request finished HTTP/1.1 GET /products/mug-{i} - 200 in {i % 90} ms", at: at, trace: (ulong)i, span: 1, template: "Request finished {Protocol} {Method} {Path} - {Status} in {Elapsed} ms", attributes: [("Path", $"/products/mug-{i}"), ("Status", "200"), ("Elapsed", $"{i % 90}")]))]);
        }

        var begin = now.AddSeconds(-20);
        store.Traces.Add([
            Incoming.Spans("web", Incoming.Span(Purchase, 1, name: "POST /checkout", to: 180, kind: SpanKind.Server, at: begin, attributes: [("http.request.method", "POST"), ("url.path", "/checkout"), ("http.response.status_code", "302")]),
                Incoming.Span(Purchase, 2, 1, "POST", 8, 160, SpanKind.Client, at: begin, attributes: [("http.request.method", "POST"), ("url.full", "http://catalog/api/catalog/checkout?x=1"), ("http.response.status_code", "202")])),
            Incoming.Spans("catalog", Incoming.Span(Purchase, 3, 2, "POST /api/catalog/checkout", 12, 155, SpanKind.Server, at: begin, attributes: [("http.request.method", "POST"), ("url.path", "/api/catalog/checkout"), ("http.response.status_code", "202")]),
                Incoming.Span(Purchase, 4, 3, "catalogdb", 20, 90, SpanKind.Client, at: begin, attributes: [("db.system.name", "postgresql"), ("db.query.text", "update stock set available = available - $1 where product_id = $2 and available >= $1 returning available")]),
                Incoming.Span(Purchase, 5, 3, "publish checkout-accepted", 100, 101, SpanKind.Producer, at: begin, attributes: Message("shop.checkout-accepted.v1")),
                Incoming.Span(Purchase, 9, 7, "process order-cancelled", 900, 940, SpanKind.Consumer, at: begin, attributes: Message("shop.order-cancelled.v1"))),
            Incoming.Spans("orders", Incoming.Span(Purchase, 6, 5, "process checkout-accepted", 320, 610, SpanKind.Consumer, at: begin, fails: true, attributes: Message("shop.checkout-accepted.v1")),
                Incoming.Span(Purchase, 7, 6, "publish order-cancelled", 600, 601, SpanKind.Producer, at: begin, attributes: Message("shop.order-cancelled.v1")),
                Failed(begin))]);
        store.Logs.Add([Incoming.Logs("orders", [.. Enumerable.Range(0, 12).Select(i => Incoming.Log(
            $"Order {1000 + i} could not be paid for", 17, "Order {OrderId} could not be paid for", Purchase, FailedSpan, now.AddSeconds(-15 + i),
            ("OrderId", $"{1000 + i}"), ("exception.type", "TimeoutException"), ("exception.message", "The gateway did not answer within 10 s."), ("exception.stacktrace", "System.TimeoutException: The gateway did not answer within 10 s.\n   at Shop.Orders.Payments.Gateway.ChargeAsync()\n   at Shop.Orders.Payments.Charge.HandleAsync()")))])]);
        for (var i = 0; i < 20; i++)
            store.Traces.Add([Incoming.Spans("orders", Incoming.Span((ulong)(10_000 + i), 1, name: "POST /api/orders", to: 400, kind: SpanKind.Server, fails: i % 3 == 0, at: now.AddSeconds(-30), attributes: ("http.request.method", "POST")))]);

        for (var second = -300; second <= 0; second += 1)
        {
            var at = now.AddSeconds(second);
            var n = (ulong)(second + 300);
            var durations = Incoming.Histogram("http.server.request.duration", [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5], AggregationTemporality.Cumulative, (at, [5 * n, 20 * n, 30 * n, 15 * n, 4 * n, n, n / 3, n / 20]));
            if (second % 9 == 0)
                durations.Histogram.DataPoints[0].Exemplars.Add(Incoming.Exemplar(at, 0.05 + (n % 7 * 0.03), second == 0 ? 1 : (ulong)-second));
            if (second is -18)
                durations.Histogram.DataPoints[0].Exemplars.Add(Incoming.Exemplar(at, 0.45, Purchase));
            store.Metrics.Add([Incoming.Metrics("web",
                durations,
                Incoming.Counter("requests", Incoming.Point(at, 12 * (second + 300) + (40 * Math.Sin(second / 20.0)), ("route", "/")), Incoming.Point(at, 5 * (second + 300), ("route", "/cart"))),
                Incoming.Gauge("process.memory.usage", Incoming.Point(at, 130e6 + (second * 50_000 % 9_000_000)))),
                Incoming.Metrics("catalog", Incoming.Counter("requests", Incoming.Point(at, 3 * (second + 300), ("route", "/api/catalog/products"))))]);
        }
    }

    static (string, string)[] Message(string name) => [("messaging.system", "rebus"), ("messaging.destination.name", name)];

    static Span Failed(DateTime begin)
    {
        var span = Incoming.Span(Purchase, FailedSpan, 6, "POST", 330, 590, SpanKind.Client, fails: true, at: begin, attributes: [("http.request.method", "POST"), ("url.full", "http://gateway/charges"), ("http.response.status_code", "504")]);
        span.Status.Message = "The gateway did not answer within 10 s.";
        span.Events.Add(new Span.Types.Event { Name = "exception", TimeUnixNano = span.EndTimeUnixNano, Attributes = { Incoming.Attribute("exception.type", "TimeoutException"), Incoming.Attribute("exception.stacktrace", "at Shop.Orders") } });
        span.Links.Add(new Span.Types.Link { TraceId = Incoming.Span(17, 1).TraceId, SpanId = Incoming.Span(17, 1).SpanId });
        return span;
    }

    static ResourceView View(string name, string state, string health) => new() { Id = name, Name = name, DisplayName = name, Type = "Project", State = state, Health = health, StartedAt = DateTimeOffset.UtcNow.AddMinutes(-5) };
}
