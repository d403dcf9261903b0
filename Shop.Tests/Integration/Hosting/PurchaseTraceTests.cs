using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting.Testing;
using Microsoft.Playwright;
using Shop.Tests.EndToEnd;
using Shop.Tests.Integration.Checkout;
using Shop.Tests.Integration.Identity;
using Shop.Tests.Unit.Dashboard;
using Xunit;

namespace Shop.Tests.Integration.Hosting;

public sealed class PurchaseTraceTests(ShopApplication shop, Browser browser)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_purchase_is_one_trace_through_all_services_and_their_messages()
    {
        using var client = await shop.SignedInAsync("web");
        await using var dashboard = await DashboardServer.StartAsync(otlpGrpcUrl: shop.TelemetryUrl, otlpKey: ShopApplication.TelemetryKey);
        var page = await client.GetFromJsonAsync<JsonElement>("/api/catalog/products?limit=1&inStock=true&sort=price", Cancellation);
        var body = await TwoReplicas.BodyAsync(client, (page.GetProperty("items")[0].GetProperty("id").GetGuid(), 1));
        // An activity, not a header: while a test beside this one listens to HTTP, a header would be sent twice and be of no effect.
        using var asking = new Activity("purchase") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.SetIdFormat(ActivityIdFormat.W3C).Start();
        var trace = asking.TraceId.ToHexString();

        using var answer = await TwoReplicas.PlaceAsync(client, body);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(Cancellation));
        asking.Stop();

        using var api = dashboard.Browser();
        api.DefaultRequestHeaders.Add("x-api-key", DashboardServer.Token);
        JsonElement[] spans = [];
        HttpStatusCode? last = null;
        await Eventually.TrueAsync(
            async () =>
            {
                using var found = await api.GetAsync($"/api/telemetry/traces/{trace}", Cancellation);
                last = found.StatusCode;
                if (found.IsSuccessStatusCode)
                    spans = [.. (await found.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("spans").EnumerateArray()];
                // All of it hangs together: only the first has a parent that is not here, which is the test's own. Processes tell in batches, in any order.
                var ids = spans.Select(s => Text(s, "spanId")).ToHashSet();
                return spans.Any(IsSale) && Text(PathTo(spans.First(IsSale), spans)[0], "resource") == "web" && spans.Count(s => !ids.Contains(Text(s, "parentId"))) == 1;
            },
            Cancellation,
            () => $"The dashboard answers {last}, the trace so far: {string.Join("\n", spans.Select(s => $"{Text(s, "resource")} {Text(s, "name")} {Text(s, "spanId")} < {Text(s, "parentId")}"))}");

        // From the sale of the pieces in Catalog back to the request that Web took, without a gap.
        var path = PathTo(spans.First(IsSale), spans);
        Assert.Equal(["web", "catalog", "orders", "catalog"], path.Select(s => Text(s, "resource")).Aggregate(new List<string>(), (seen, name) =>
        {
            if (seen.Count == 0 || seen[^1] != name)
                seen.Add(name!);
            return seen;
        }));
        Assert.Equal("server", Text(path[0], "kind"));
        Assert.Contains(spans, s => Text(s, "resource") == "orders" && Text(s, "name") == "work Pay");

        // And it is found by what people know of it.
        var list = await api.GetFromJsonAsync<JsonElement>("/api/telemetry/traces?resource=orders&f=messaging.destination.name~checkout", Cancellation);
        Assert.Contains(list.GetProperty("items").EnumerateArray(), item => Text(item, "traceId") == trace);
    }

    [Fact]
    public async Task The_click_on_place_order_is_found_among_the_traces_and_leads_through_all_services()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using (var users = await shop.SignedInAsync("users", user))
        using (var address = await users.PostAsJsonAsync(
            "/api/users/me/addresses", new { recipient = "Ada Lovelace", phone = "+14155552671", country = "US", region = "CA", city = "San Francisco", line1 = "1 Market Street", postalCode = "94105" }, Cancellation))
            Assert.True(address.IsSuccessStatusCode, await address.Content.ReadAsStringAsync(Cancellation));
        await using var dashboard = await DashboardServer.StartAsync(otlpGrpcUrl: shop.TelemetryUrl, otlpKey: ShopApplication.TelemetryKey);
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 }, Locale = "en" });
        var home = (await shop.StartedAsync()).GetEndpoint("web").ToString();
        var buyer = await window.NewPageAsync();
        await buyer.GotoAsync(home + "sign-in?back=/products%3FinStock%3Dtrue%26sort%3Dprice");
        await buyer.GetByLabel("E-mail").FillAsync(user.Email);
        await buyer.GetByLabel("Password").FillAsync(user.Password);
        await buyer.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await buyer.Locator(".card-link").First.ClickAsync();
        await buyer.GetByRole(AriaRole.Button, new() { Name = "Add to cart" }).ClickAsync();
        await buyer.GetByRole(AriaRole.Link, new() { Name = "Check out" }).ClickAsync();
        await buyer.ArrivesAsync("/checkout");
        var developer = await window.NewPageAsync();
        await developer.GotoAsync(dashboard.Application.LoginUrl);
        await developer.GotoAsync(new Uri(dashboard.Address, "/traces").ToString());

        // Services that tests start tell of no trace but those that somebody else has begun, which this is to them.
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        await buyer.SetExtraHTTPHeadersAsync([new("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01")]);
        var clock = Stopwatch.StartNew();
        await buyer.GetByRole(AriaRole.Button, new() { Name = "Place order" }).ClickAsync();
        var row = developer.Locator($"a[href^='/traces/{trace}']");
        await Assertions.Expect(row).ToBeVisibleAsync();
        TestContext.Current.SendDiagnosticMessage($"The purchase is found {clock.ElapsedMilliseconds} ms after the click.");
        await row.ClickAsync();
        foreach (var service in (string[])["web", "catalog", "orders"])
            await Assertions.Expect(developer.Locator(".waterfall").GetByText(service).First).ToBeVisibleAsync();
        TestContext.Current.SendDiagnosticMessage($"Its way through all services is seen after {clock.ElapsedMilliseconds} ms.");
        await buyer.ArrivesAsync(static address => address.StartsWith("/orders/", StringComparison.Ordinal));
    }

    static bool IsSale(JsonElement span) => Text(span, "resource") == "catalog" && Text(span, "kind") == "consumer" && span.GetProperty("name").GetString()!.Contains("paid", StringComparison.OrdinalIgnoreCase);

    /// <summary>The span and all above it, the uppermost first.</summary>
    static List<JsonElement> PathTo(JsonElement span, JsonElement[] all)
    {
        var path = new List<JsonElement> { span };
        while (all.Where(s => Text(s, "spanId") == Text(path[0], "parentId")).Select(s => (JsonElement?)s).FirstOrDefault() is { } parent)
            path.Insert(0, parent);
        return path;
    }

    static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
