using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Messages;
using Microsoft.Playwright;
using Shop.Tests.EndToEnd;
using Xunit;
using static Microsoft.Playwright.Assertions;
using Span = Aspire.Dashboard.Otlp.Wire.Span;
using SpanKind = Aspire.Dashboard.Otlp.Wire.Span.Types.SpanKind;

namespace Shop.Tests.Unit.Dashboard.Telemetry;

public sealed class MessagesTests(Browser browser)
{
    static readonly DateTime Noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void What_was_sent_and_handled_is_counted_by_destination()
    {
        var store = new TelemetryStore(new(), TimeProvider.System);
        // Handled in the sender's trace, in one of its own, and twice, of which once it failed.
        store.Traces.Add([
            Incoming.Spans("orders", Send(1, 1, "paid", 0, 10), Send(2, 1, "paid", 0, 10), Send(3, 1, "paid", 0, 10), Incoming.Span(3, 9, kind: SpanKind.Producer, at: Noon)),
            Incoming.Spans("catalog", Handle(1, 2, 1, "paid", 110, 130), Linked(2, Handle(20, 2, 0, "paid", 210, 250)), Handle(3, 2, 1, "paid", 5, 35, fails: true), Handle(3, 3, 1, "paid", 1_010, 1_040))]);
        var flow = MessageFlow.Of(store.Traces, null, TimeSpan.FromMinutes(5), Noon.AddMinutes(1));
        var paid = Assert.Single(flow.Destinations);
        Assert.Equal(("paid", "rebus", 3, 4, 1), (paid.Name, paid.System, paid.Sent, paid.Handled, paid.Failed));
        Assert.Equal((30.0, 40.0), (paid.HandlingP50!.Value.TotalMilliseconds, paid.HandlingP95!.Value.TotalMilliseconds));
        // The one that began before its sender knew that it was sent waited for nothing.
        Assert.Equal((100.0, 1_000.0), (paid.WaitP50!.Value.TotalMilliseconds, paid.WaitP95!.Value.TotalMilliseconds));
        Assert.Equal((3UL, 2UL), ((ulong)paid.LastError!.TraceId, paid.LastError.SpanId));
        Assert.Equal(["orders"], paid.Senders);
        Assert.Equal(["catalog"], paid.Handlers);
        Assert.Equal(0.6, flow.PerMinute(paid.Sent), 3);

        var handled = Assert.Single(MessageFlow.Of(store.Traces, "catalog", TimeSpan.FromMinutes(5), Noon.AddMinutes(1)).Destinations);
        Assert.Equal((0, 4, 100.0), (handled.Sent, handled.Handled, handled.WaitP50!.Value.TotalMilliseconds));
        Assert.Empty(MessageFlow.Of(store.Traces, null, TimeSpan.FromMinutes(5), Noon.AddMinutes(10)).Destinations);
    }

    [Theory]
    [InlineData("error", true)]
    [InlineData("orders.error", true)]
    [InlineData("orders-dlq", true)]
    [InlineData("orders-dead-letter", true)]
    [InlineData("orders", false)]
    [InlineData("errors-fixed", false)]
    public void An_error_queue_is_known_by_its_name(string name, bool expected)
    {
        var store = new TelemetryStore(new(), TimeProvider.System);
        store.Traces.Add([Incoming.Spans("orders", Send(1, 1, name, 0, 1))]);
        Assert.Equal(expected, Assert.Single(MessageFlow.Of(store.Traces, null, TimeSpan.FromMinutes(1), Noon).Destinations).IsErrorQueue);
    }

    [Fact]
    public void A_batch_counts_its_messages_and_odd_spans_break_nothing()
    {
        var store = new TelemetryStore(new(), TimeProvider.System);
        var loop = Handle(1, 3, 3, "old", 0, 1);
        store.Traces.Add([Incoming.Spans("a",
            Send(1, 1, "many", 0, 1, ("messaging.batch.message_count", "25")), Send(1, 2, "many", 0, 1, ("messaging.batch.message_count", "-1")), loop, Handle(1, 4, 77, "old", 0, 1),
            Incoming.Span(1, 5, kind: SpanKind.Producer, at: Noon, attributes: ("messaging.destination", "older")))]);
        var flow = MessageFlow.Of(store.Traces, null, TimeSpan.FromMinutes(1), Noon);
        Assert.Equal([("many", 26, 0), ("old", 0, 2), ("older", 1, 0)], flow.Destinations.Select(d => (d.Name, d.Sent, d.Handled)));
        Assert.Null(flow.Destinations[1].WaitP50);
    }

    [Fact]
    public void A_rate_is_of_the_time_whose_traces_are_kept()
    {
        var store = new TelemetryStore(new() { Traces = 10 }, TimeProvider.System);
        for (var i = 0; i < 30; i++)
            store.Traces.Add([Incoming.Spans("a", Send((ulong)i + 1, 1, "q", i * 1_000, (i * 1_000) + 1))]);
        var flow = MessageFlow.Of(store.Traces, null, TimeSpan.FromMinutes(5), Noon.AddSeconds(30));
        Assert.Equal(10, flow.Reach.TotalSeconds, 3);
        Assert.Equal(60, flow.PerMinute(Assert.Single(flow.Destinations).Sent), 3);
    }

    [Fact]
    public void What_services_count_themselves_is_shown_by_its_unit()
    {
        var store = new TelemetryStore(new(), TimeProvider.System);
        for (var second = 0; second <= 60; second++)
        {
            var waiting = Incoming.Gauge("queue", Incoming.Point(Noon.AddSeconds(second), 7));
            var sent = Incoming.Counter("sent", Incoming.Point(Noon.AddSeconds(second), 2 * second));
            waiting.Unit = sent.Unit = "{message}";
            store.Metrics.Add([Incoming.Metrics("orders", waiting, sent, Incoming.Gauge("threads", Incoming.Point(Noon.AddSeconds(second), 3)))]);
        }

        var counts = MessageCount.All(store.Metrics, null, TimeSpan.FromMinutes(1), Noon.AddSeconds(61));
        Assert.Equal([("queue", null, 7.0), ("sent", 120.0, null)], counts.Select(c => (c.Name, c.PerMinute is { } rate ? Math.Round(rate) : (double?)null, c.Now)));
        Assert.Empty(MessageCount.All(store.Metrics, "web", TimeSpan.FromMinutes(1), Noon.AddSeconds(61)));
    }

    [Fact]
    public async Task The_page_shows_each_destination_and_leads_to_the_error()
    {
        await using var server = await DashboardServer.StartAsync();
        SampleTelemetry.Fill(server.Telemetry, DateTime.UtcNow);
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await window.NewPageAsync();
        await page.GotoAsync(server.Application.LoginUrl);
        await page.GetByRole(AriaRole.Link, new() { Name = "Messages" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Messages", Level = 1 })).ToBeFocusedAsync();
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "checkout-accepted" });
        await Expect(row).ToContainTextAsync("catalog → orders");
        await Photographs.TakeAsync(page, "dashboard-messages-1440");
        await page.AssertAccessibleAsync();
        await row.Locator(".col-error a").ClickAsync();
        await Expect(page.Locator(".details h2")).ToContainTextAsync("process checkout-accepted");
        await page.GoBackAsync();
        await page.ChooseAsync("Resource", "web");
        await Expect(page.GetByText("No messages in this time.")).ToBeVisibleAsync();
        Assert.EndsWith("/messages?resource=web", page.Url, StringComparison.Ordinal);
    }

    static Span Send(ulong trace, ulong id, string destination, double from, double to, params (string, string)[] more) =>
        Incoming.Span(trace, id, from: from, to: to, kind: SpanKind.Producer, at: Noon, attributes: [("messaging.system", "rebus"), ("messaging.destination.name", destination), .. more]);

    static Span Handle(ulong trace, ulong id, ulong parent, string destination, double from, double to, bool fails = false) =>
        Incoming.Span(trace, id, parent, from: from, to: to, kind: SpanKind.Consumer, fails: fails, at: Noon, attributes: [("messaging.system", "rebus"), ("messaging.destination.name", destination)]);

    static Span Linked(ulong sender, Span span)
    {
        span.Links.Add(new Span.Types.Link { TraceId = Send(sender, 1, "", 0, 0).TraceId, SpanId = Send(sender, 1, "", 0, 0).SpanId });
        return span;
    }
}
