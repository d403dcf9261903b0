using Aspire.Dashboard.Metrics;
using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Metrics;
using Microsoft.Playwright;
using Shop.Tests.EndToEnd;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.Unit.Dashboard.Telemetry;

public sealed class MetricBoardTests(Browser browser)
{
    static readonly DateTime Noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("meter|name", "meter", "name", null, "")]
    [InlineData("meter|name|route", "meter", "name", "route", "")]
    [InlineData("meter|name||route=/a|code>=500", "meter", "name", null, "route=/a,code>=500")]
    [InlineData("a%7Cb|n%25|", "a|b", "n%", null, "")]
    [InlineData("|name", "", "name", null, "")]
    public void An_entry_is_read_and_written(string text, string meter, string name, string? by, string filters)
    {
        var entry = BoardEntry.Parse(text)!;
        Assert.Equal((meter, name, by, filters), (entry.Meter, entry.Name, entry.By, string.Join(',', entry.Filters)));
        Assert.Equal(entry, BoardEntry.Parse(entry.ToString()));
    }

    [Fact]
    public void What_can_not_be_read_or_comes_twice_is_left_out_and_a_board_has_an_end()
    {
        Assert.Equal(["m|a"], BoardEntry.ReadAll([null, "", "m", "m|", "m|a", "m|a|"]).Select(e => e.ToString()));
        Assert.Equal(BoardEntry.Most, BoardEntry.ReadAll(Enumerable.Range(0, 100).Select(i => $"m|{i}")).Count);
        Assert.Empty(BoardEntry.ReadAll(null));
    }

    [Fact]
    public void Single_measurements_lead_to_their_traces_and_are_bounded()
    {
        var store = new TelemetryStore(new(), TimeProvider.System);
        for (var second = 0; second < 3_600; second++)
        {
            var at = Noon.AddSeconds(second);
            var histogram = Incoming.Histogram("duration", [1], AggregationTemporality.Cumulative, (at, [(ulong)second, 0]));
            // As the SDK does it: those of the last exports come again until others take their place.
            histogram.Histogram.DataPoints[0].Exemplars.Add(Enumerable.Range(Math.Max(0, second - 20), Math.Min(21, second + 1)).Select(i => Incoming.Exemplar(Noon.AddSeconds(i), i % 5, (ulong)i + 1)));
            // Nowhere to go, and no number.
            histogram.Histogram.DataPoints[0].Exemplars.Add([Incoming.Exemplar(at, 99, 0), Incoming.Exemplar(at, double.NaN, 7)]);
            var counter = Incoming.Counter("requests", Incoming.Point(at, second));
            counter.Sum.DataPoints[0].Exemplars.Add(Incoming.Exemplar(at, 1, (ulong)second + 1));
            store.Metrics.Add([Incoming.Metrics("web", histogram, counter)]);
        }

        store.Metrics.Read(all =>
        {
            foreach (var series in all.SelectMany(i => i.Series))
                Assert.InRange(series.Exemplars.Count, 60, 100);
            return 0;
        });
        var graph = Graph("duration");
        // Of each five seconds, the highest.
        Assert.All(graph.Exemplars, e => Assert.Equal(4, e.Value));
        Assert.InRange(graph.Exemplars.Count, 58, 60);
        Assert.Equal(graph.Exemplars.Count, graph.Exemplars.Select(e => e.TraceId).Distinct().Count());
        var last = Graph("requests").Exemplars[^1];
        Assert.Equal((UInt128)(last.Time - Noon).TotalSeconds + 1, last.TraceId);

        MetricGraph Graph(string name) => MetricGraph.Of(store.Metrics, new(null, "test.meter", name, TimeSpan.FromMinutes(5), [], null), Noon.AddSeconds(3_600))!;
    }

    [Fact]
    public async Task Instruments_are_put_on_a_board_that_the_address_holds()
    {
        await using var server = await DashboardServer.StartAsync();
        SampleTelemetry.Fill(server.Telemetry, DateTime.UtcNow);
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await window.NewPageAsync();
        await page.GotoAsync(server.Application.LoginUrl);
        await page.GotoAsync(new Uri(server.Address, "/metrics").ToString());

        // By keyboard alone, as soon as the page has taken the focus.
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Metrics" })).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Put http.server.request.duration on the board" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".card")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { Name = "requests", Exact = true }).ClickAsync();
        await page.ChooseAsync("Split by", "By route");
        await Expect(page.Locator(".legend")).ToHaveCountAsync(3);
        await page.GetByRole(AriaRole.Link, new() { Name = "Put on the board" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Take off the board" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Board (2)" }).ClickAsync();
        await Expect(page.Locator(".card")).ToHaveCountAsync(2);
        await Expect(page.Locator(".card").Nth(1)).ToContainTextAsync("By route");
        await Expect(page.Locator(".card").Nth(1).Locator(".legend")).ToHaveCountAsync(3);
        // A slow measurement is a point on the graph.
        await Expect(page.Locator(".card").First.Locator($".exemplar[href*='{SampleTelemetry.Purchase:x32}']").First).ToBeAttachedAsync();
        await Photographs.TakeAsync(page, "dashboard-board-1440");
        await page.AssertAccessibleAsync();

        // Elsewhere, and without JavaScript: the same board, and one can be taken off.
        await using var plain = await browser.NewWindowAsync(new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 390, Height = 900 } });
        var other = await plain.NewPageAsync();
        await other.GotoAsync(server.Application.LoginUrl);
        await other.GotoAsync(page.Url);
        await Expect(other.Locator(".card")).ToHaveCountAsync(2);
        await other.Locator(".card").First.GetByRole(AriaRole.Link, new() { Name = "Take http.server.request.duration off the board" }).ClickAsync();
        await Expect(other.Locator(".card")).ToHaveCountAsync(1);

        await page.Locator(".card").First.Locator(".exemplar").First.ClickAsync();
        await Expect(page.Locator(".waterfall").First).ToBeVisibleAsync();
    }
}
