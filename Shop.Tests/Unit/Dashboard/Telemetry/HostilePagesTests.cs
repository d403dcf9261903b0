using System.Globalization;
using System.Net;
using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Telemetry;
using Shop.Tests.EndToEnd;
using Xunit;
using static Microsoft.Playwright.Assertions;
using SpanKind = Aspire.Dashboard.Otlp.Wire.Span.Types.SpanKind;

namespace Shop.Tests.Unit.Dashboard.Telemetry;

/// <summary>Whatever telemetry says is text to every page, and no page breaks over it.</summary>
public sealed class HostilePagesTests(Browser browser)
{
    const string Markup = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202e\0";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_and_values_are_text_on_each_page()
    {
        await using var server = await DashboardServer.StartAsync();
        var (trace, name) = (Fill(server.Telemetry), Uri.EscapeDataString(Markup.TrimEnd('\0')));
        using var browser = await server.SignedInAsync();
        foreach (var path in (string[])[
            "/", "/logs?log=1", "/logs?view=groups", $"/logs?q={name}&resource={name}&f={name}%3D{name}&trace={name}", "/traces", $"/traces?q={name}&min={name}&f={name}", $"/traces/{trace}", $"/traces/{trace}?span=0000000000000002", "/traces/none",
            "/metrics", $"/metrics?meter={name}&name={name}&by={name}&f={name}%3D{name}", $"/metrics?board={name}%7C{name}%7C{name}%7C{name}%3D{name}", "/messages", $"/messages?resource={name}&window={name}", "/resources?view=graph", $"/console?only={name}&at={name}&q={name}", $"/?run={name}"])
        {
            using var answer = await browser.GetAsync(path, Ct);
            var page = await answer.Content.ReadAsStringAsync(Ct);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}");
            Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
            Assert.DoesNotContain("This page failed", page, StringComparison.Ordinal);
        }

        // And it is shown, not swallowed.
        Assert.Contains("&lt;script&gt;alert(1)", await browser.GetStringAsync("/traces", Ct), StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", await browser.GetStringAsync("/messages", Ct), StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", await browser.GetStringAsync("/metrics", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_and_values_are_text_in_charts()
    {
        await using var server = await DashboardServer.StartAsync();
        var now = DateTime.UtcNow;
        const string Words = "<b>bold</b> <a href=\"javascript:alert(1)\">a</a> &lt;i&gt; %{y} $x$ <br>";
        var level = Incoming.Gauge("level", Incoming.Point(now.AddSeconds(-6), 1, ("kind", Words)), Incoming.Point(now, 2, ("kind", Words)), Incoming.Point(now, double.NaN, ("kind", "no number")));
        level.Unit = Words;
        server.Telemetry.Metrics.Add([Incoming.Metrics("web", level)]);
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await window.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Add(message.Text); };
        await page.GotoAsync(server.Application.LoginUrl);
        await page.GotoAsync(new Uri(server.Address, "/metrics?meter=test.meter&name=level&by=kind&window=1m").ToString());
        await Expect(page.Locator(".ytick").Last).ToContainTextAsync(Words.Trim());
        await page.Locator(".nsewdrag").HoverAsync(new() { Position = new() { X = 790, Y = 100 } });
        await Expect(page.Locator(".hoverlayer .legendtext")).ToContainTextAsync($"2 {Words.Trim()}");
        await Expect(page.Locator(".js-plotly-plot a, .js-plotly-plot [style*='bold']")).ToHaveCountAsync(0);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Circles_orphans_and_wrong_clocks_are_shown()
    {
        await using var server = await DashboardServer.StartAsync();
        var now = DateTime.UtcNow;
        server.Telemetry.Traces.Add([
            Incoming.Spans("a", Incoming.Span(9, 1, 2, "one of a circle", at: now), Incoming.Span(9, 2, 1, "the other of it", at: now), Incoming.Span(9, 3, 3, "its own parent", at: now), Incoming.Span(9, 4, 77, "an orphan", at: now)),
            Incoming.Spans("b", Incoming.Span(9, 5, 4, "from yesterday", at: now.AddDays(-1), kind: SpanKind.Consumer, attributes: ("messaging.destination.name", "q")), Incoming.Span(9, 6, 4, "from the far future", at: now.AddYears(100)), Incoming.Span(9, 7, 4, "ends before it begins", from: 10, to: -10, at: now))]);
        using var browser = await server.SignedInAsync();
        var trace = string.Create(CultureInfo.InvariantCulture, $"/traces/{9:x32}");
        var whole = await browser.GetStringAsync($"/api/telemetry{trace}", Ct);
        foreach (var name in (string[])["one of a circle", "the other of it", "its own parent", "an orphan", "from yesterday", "from the far future", "ends before it begins"])
            Assert.Contains(name, whole, StringComparison.Ordinal);
        foreach (var path in (string[])["/", "/messages", "/traces?order=slowest", trace])
            Assert.DoesNotContain("This page failed", await browser.GetStringAsync(path, Ct), StringComparison.Ordinal);
    }

    /// <returns>The id of the trace.</returns>
    static string Fill(TelemetryStore store)
    {
        var now = DateTime.UtcNow;
        (string, string)[] attributes = [(Markup, Markup), ("messaging.system", Markup), ("messaging.destination.name", Markup), ("db.query.text", Markup), ("http.request.method", Markup), ("url.full", "javascript:alert(3)")];
        var failed = Incoming.Span(5, 2, 1, Markup, kind: SpanKind.Consumer, fails: true, at: now, attributes: attributes);
        failed.Status.Message = Markup;
        failed.Events.Add(new Span.Types.Event { Name = Markup, Attributes = { Incoming.Attribute(Markup, Markup) } });
        store.Traces.Add([Incoming.Spans(Markup, Incoming.Span(5, 1, 0, Markup, kind: SpanKind.Producer, at: now, attributes: attributes), failed)]);
        store.Logs.Add([Incoming.Logs(Markup, Incoming.Log(Markup, 17, Markup, 5, 2, now, (Markup, Markup), ("exception.type", Markup), ("exception.message", Markup), ("exception.stacktrace", Markup)))]);
        var counter = Incoming.Counter(Markup, Incoming.Point(now.AddSeconds(-5), 1, (Markup, Markup)), Incoming.Point(now, 2, (Markup, Markup)));
        counter.Unit = "{message}";
        counter.Description = Markup;
        counter.Sum.DataPoints[0].Exemplars.Add(Incoming.Exemplar(now, 1, 5));
        var metrics = Incoming.Metrics(Markup, counter);
        metrics.ScopeMetrics[0].Scope.Name = Markup;
        store.Metrics.Add([metrics]);
        return string.Create(CultureInfo.InvariantCulture, $"{5:x32}");
    }
}
