using Aspire.Dashboard.Model;
using Aspire.Dashboard.Resources;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Services;
using Microsoft.Playwright;
using Shop.Tests.EndToEnd;
using Shop.Tests.Unit.Dashboard.Telemetry;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.Unit.Dashboard;

public sealed class ShellTests(Browser browser)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_is_reached_by_keys()
    {
        await using var server = await DashboardServer.StartAsync(Source());
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await window.NewPageAsync();
        await page.GotoAsync(server.Application.LoginUrl);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Is it well?" })).ToBeFocusedAsync();
        foreach (var (key, title) in new[] { ("r", "Resources"), ("c", "Console logs"), ("t", "Traces"), ("q", "Messages"), ("m", "Metrics"), ("s", "Structured logs"), ("o", "Is it well?") })
        {
            await page.Keyboard.PressAsync(key);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = title, Level = 1 })).ToBeVisibleAsync();
        }

        // The palette: a place by some letters of it, and a command.
        await page.Keyboard.PressAsync("Control+k");
        var typed = page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Combobox);
        var entries = page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Option);
        await Expect(typed).ToBeFocusedAsync();
        await Expect(entries).Not.ToHaveCountAsync(0);
        await Photographs.TakeAsync(page, "dashboard-palette-1440");
        await page.AssertAccessibleAsync();
        await typed.FillAsync("orders cons");
        await Expect(entries).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Uri(server.Address, "/console/orders").ToString());
        await page.Keyboard.PressAsync("Control+k");
        await typed.FillAsync("rotate");
        await Expect(entries).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Rotate keys users: done")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+k");
        await typed.FillAsync("a");
        await Expect(entries.Nth(2)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(entries.Nth(1)).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        // Letters that are typed are letters, and who wants no single keys has none.
        await page.GotoAsync(new Uri(server.Address, "/logs").ToString());
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Structured logs" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("p");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Resume" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("rot");
        await Expect(page).ToHaveURLAsync(new Uri(server.Address, "/logs?q=rot").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Settings" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitemcheckbox, new() { Name = "Shortcuts of a single key" }).ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Structured logs" }).FocusAsync();
        await page.Keyboard.PressAsync("m");
        await page.Keyboard.PressAsync("Control+k");
        await Expect(typed).ToBeFocusedAsync();
        Assert.Contains("/logs", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_asks_before_it_runs_and_its_words_are_no_markup()
    {
        const string Question = "All of <b>it</b> & more is lost. <img src=x>";
        var source = new StillSource { Resources = { View("<i>db</i>") with { Commands = [Command("reset", "Reset") with { Confirmation = Question }] } } };
        await using var server = await DashboardServer.StartAsync(source);
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await window.NewPageAsync();
        await page.GotoAsync(server.Application.LoginUrl);
        await page.GotoAsync(new Uri(server.Address, "/resources").ToString());
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Resources" })).ToBeFocusedAsync();
        var dialog = page.Locator("fluent-dialog");

        await AskAsync();
        await Expect(dialog).ToContainTextAsync(Question);
        await Expect(dialog).ToContainTextAsync("Reset: <i>db</i>");
        await page.AssertAccessibleAsync();
        await dialog.GetByText("Cancel").ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(page.GetByText("Reset <i>db</i>: done")).ToHaveCountAsync(0);
        await AskAsync();
        await dialog.GetByText("Reset", new() { Exact = true }).ClickAsync();
        await Expect(page.GetByText("Reset <i>db</i>: done")).ToBeVisibleAsync();

        async Task AskAsync()
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "More for <i>db</i>" }).ClickAsync();
            await page.GetByRole(AriaRole.Menuitem, new() { Name = "Reset" }).ClickAsync();
            await Expect(dialog.GetByText("Cancel")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task References_are_a_graph_and_replicas_are_counted()
    {
        await using var server = await DashboardServer.StartAsync(Source());
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await window.NewPageAsync();
        await page.GotoAsync(server.Application.LoginUrl);
        await page.GotoAsync(new Uri(server.Address, "/resources").ToString());
        // A click while the page comes to life is lost.
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Resources", Level = 1 })).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Graph" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(server.Address, "/resources?view=graph").ToString());
        await Expect(page.Locator(".node")).ToHaveCountAsync(5);
        // From left to right by who refers to whom.
        var names = await page.Locator(".resource-graph").EvaluateAsync<string[]>("graph => [...graph.querySelectorAll('.node')].sort((a, b) => a.getBoundingClientRect().x - b.getBoundingClientRect().x).map(node => node.querySelector('b').textContent)");
        Assert.Equal(["web", "orders", "catalog", "postgres"], names.Where(n => n != "users"));
        await page.Locator(".node", new() { Has = page.GetByText("catalog", new() { Exact = true }) }).ClickAsync();
        await Expect(page.Locator(".details h2")).ToHaveTextAsync("catalog");
        await Expect(page.Locator(".edge.marked")).ToHaveCountAsync(3);
        await Expect(page.Locator(".stepper output")).ToHaveTextAsync("1 of 2 running");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Start one more replica" })).ToBeEnabledAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Stop one replica" })).ToBeEnabledAsync();
        await Photographs.TakeAsync(page, "dashboard-graph-1440");
        await page.AssertAccessibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start one more replica" }).ClickAsync();
        await Expect(page.GetByText("Start catalog-b: done")).ToBeVisibleAsync();
    }

    [Fact]
    public void A_graph_holds_each_resource_once_and_circles_end()
    {
        var all = new[] { View("a", "b"), View("b", "c", "a"), View("c", "a", "missing"), View("d"), View("e", "e"), View("secret") with { Type = "Parameter" } }.ToDictionary(v => v.Id);
        var nodes = ResourceGraphLayout.Of(all);
        Assert.Equal(["a", "b", "c", "d", "e"], nodes.Select(n => n.View.Name).Order());
        Assert.Equal(5, nodes.Select(n => (n.Column, n.Row)).Distinct().Count());
        Assert.Empty(ResourceGraphLayout.Of(new Dictionary<string, ResourceView>()));

        // Where a circle has to be cut, who waits for another stays left of it.
        var shop = new[] { View("users", "web"), View("web") with { Relationships = [new("users", "Reference"), new("users", "WaitFor")] } }.ToDictionary(v => v.Id);
        Assert.Equal(["web", "users"], ResourceGraphLayout.Of(shop).Select(n => n.View.Name));
    }

    [Fact]
    public async Task Telemetry_is_forgotten_on_demand()
    {
        await using var server = await DashboardServer.StartAsync(Source());
        SampleTelemetry.Fill(server.Telemetry, DateTime.UtcNow);
        using var client = await server.SignedInAsync();
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/clear") { Headers = { { "Origin", "http://elsewhere" } } };
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await client.SendAsync(foreign, Ct)).StatusCode);
        Assert.NotEmpty(server.Telemetry.Logs.Entries);
        using var answer = await client.PostAsync("/clear", null, Ct);
        Assert.Equal(System.Net.HttpStatusCode.Found, answer.StatusCode);
        Assert.Empty(server.Telemetry.Logs.Entries);
        Assert.Empty(server.Telemetry.Traces.Traces);
        Assert.Equal(0, server.Telemetry.Metrics.Read(all => all.Count()));
    }

    [Fact]
    public void Saturation_is_of_all_processes_together()
    {
        var noon = new DateTime(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);
        var store = new TelemetryStore(new(), TimeProvider.System);
        for (var second = 0; second <= 60; second++)
            foreach (var instance in (string[])["a", "b"])
            {
                var at = noon.AddSeconds(second);
                var metrics = Incoming.Metrics("web", Incoming.Counter("dotnet.process.cpu.time", Incoming.Point(at, 1.5 * second, ("cpu.mode", "user")), Incoming.Point(at, 0.3 * second, ("cpu.mode", "system"))),
                    Incoming.Gauge("dotnet.process.cpu.count", Incoming.Point(at, 4)), Incoming.Gauge("dotnet.process.memory.working_set", Incoming.Point(at, 100e6)));
                metrics.Resource.Attributes.Add(Incoming.Attribute("service.instance.id", instance));
                store.Metrics.Add([metrics]);
            }

        var saturation = Saturation.Of(store.Metrics, "web", noon.AddSeconds(61));
        Assert.Equal((0.9, 200e6, null), (Math.Round(saturation.Cpu!.Value, 2), saturation.Memory, saturation.Waiting));
        Assert.True(saturation.IsHigh);
        Assert.Equal(new(null, null, null), Saturation.Of(store.Metrics, "orders", noon));
    }

    static StillSource Source()
    {
        var source = new StillSource();
        CommandView start = Command("start", "Start"), stop = Command("stop", "Stop");
        source.Resources.AddRange([
            View("web", "catalog", "orders"), View("orders", "postgres", "catalog"), View("postgres"), View("users") with { Commands = [Command("rotate-keys", "Rotate keys")] },
            View("catalog") with { Id = "catalog" },
            View("catalog", "postgres") with { Id = "catalog-a", DisplayName = "catalog-a", ParentId = "catalog", Commands = [stop] },
            View("catalog", "postgres") with { Id = "catalog-b", DisplayName = "catalog-b", ParentId = "catalog", State = "Exited", Health = null, Commands = [start] },
        ]);
        return source;
    }

    static CommandView Command(string name, string label) => new(name, label, null, null, true, false, null);

    static ResourceView View(string name, params string[] to) => new()
    {
        Id = name,
        Name = name,
        DisplayName = name,
        Type = "Project",
        State = "Running",
        Health = "Healthy",
        Relationships = [.. to.Select(t => new RelationshipView(t, "Reference"))],
    };
}
