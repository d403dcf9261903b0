using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Shop.Web.Gateway;
using Xunit;

namespace Shop.Tests.Unit.Web.Sessions;

/// <summary>What a service gets to see of a person's session and of anybody's cookies.</summary>
public sealed class GatewaySessionTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_storefronts_own_calls_speak_for_the_person()
    {
        await using var orders = await ServiceAsync();
        await using var shop = await Storefront.StartAsync(1, ("services:orders:http:0", orders.Address));
        using var visitor = await SignedInAsync(shop);

        var (_, authorization) = await CallAsync(visitor, HttpMethod.Get, ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal("Bearer " + await visitor.ReadAsync("/token", Cancel), authorization);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("X-Nothing", "that says where the call comes from")]
    public async Task Anybody_elses_call_speaks_for_nobody(string header, string value)
    {
        await using var orders = await ServiceAsync();
        await using var shop = await Storefront.StartAsync(1, ("services:orders:http:0", orders.Address));
        using var visitor = await SignedInAsync(shop);
        var form = await visitor.ReadAsync("/form", Cancel);

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
            Assert.Equal((HttpStatusCode.OK, ""), await CallAsync(visitor, method, (header, value), ("RequestVerificationToken", form)));
    }

    [Fact]
    public async Task What_changes_something_needs_the_forms_token_of_this_person()
    {
        await using var orders = await ServiceAsync();
        await using var shop = await Storefront.StartAsync(1, ("services:orders:http:0", orders.Address));
        using var visitor = await SignedInAsync(shop);
        using var other = await SignedInAsync(shop);
        var form = await visitor.ReadAsync("/form", Cancel);

        Assert.Equal("", (await CallAsync(visitor, HttpMethod.Post, ("Sec-Fetch-Site", "same-origin"))).Authorization);
        Assert.Equal("", (await CallAsync(visitor, HttpMethod.Post, ("Sec-Fetch-Site", "same-origin"), ("RequestVerificationToken", await other.ReadAsync("/form", Cancel)))).Authorization);
        Assert.StartsWith("Bearer ", (await CallAsync(visitor, HttpMethod.Post, ("Sec-Fetch-Site", "same-origin"), ("RequestVerificationToken", form))).Authorization, StringComparison.Ordinal);
        // A browser that says nothing of sites says the origin of what it posts.
        Assert.StartsWith("Bearer ", (await CallAsync(visitor, HttpMethod.Post, ("Origin", shop.Address), ("RequestVerificationToken", form))).Authorization, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_with_a_token_of_its_own_is_left_alone()
    {
        await using var orders = await ServiceAsync();
        await using var shop = await Storefront.StartAsync(1, ("services:orders:http:0", orders.Address));
        using var visitor = await SignedInAsync(shop);

        Assert.Equal("Bearer its-own", (await CallAsync(visitor, HttpMethod.Get, ("Sec-Fetch-Site", "same-origin"), ("Authorization", "Bearer its-own"))).Authorization);
    }

    [Fact]
    public async Task A_person_whose_token_cannot_be_had_now_is_not_taken_for_a_stranger()
    {
        await using var orders = await ServiceAsync();
        await using var shop = await Storefront.StartAsync(1, ("services:orders:http:0", orders.Address));
        shop.Users.Lifetime = TimeSpan.Zero;
        using var visitor = await SignedInAsync(shop);
        var form = await visitor.ReadAsync("/form", Cancel);
        await shop.Users.DisposeAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await CallAsync(visitor, HttpMethod.Get, ("Sec-Fetch-Site", "same-origin"))).Status);
        shop.Redis.Kill();
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await CallAsync(visitor, method, ("Sec-Fetch-Site", "same-origin"), ("RequestVerificationToken", form))).Status);
    }

    [Fact]
    public async Task A_client_of_Webs_own_speaks_for_whoever_asks()
    {
        await using var orders = await RunningApp.StartAsync(app => app.MapGet("/api/orders/mine", (HttpContext http) => "for " + http.Request.Headers.Authorization));
        await using var shop = await Storefront.StartAsync(1, ("services:orders:http:0", orders.Address));
        using var visitor = await SignedInAsync(shop);
        using var another = await SignedInAsync(shop);
        using var stranger = new Visitor(shop.Address);

        var answers = await Task.WhenAll(visitor.ReadAsync("/orders", Cancel), another.ReadAsync("/orders", Cancel), stranger.ReadAsync("/orders", Cancel));

        Assert.Equal(
            ["for Bearer " + await visitor.ReadAsync("/token", Cancel), "for Bearer " + await another.ReadAsync("/token", Cancel), "for "],
            answers);
    }

    [Fact]
    public async Task The_sessions_cookies_stay_with_Web()
    {
        await using var orders = await ServiceAsync();
        await using var shop = await Storefront.StartAsync(1, ("services:orders:http:0", orders.Address));
        using var visitor = await SignedInAsync(shop);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/orders/things");
        // As the browser of the visitor sends them, and the provider's, and some for everybody.
        request.Headers.Add("Cookie", $"shop-session={visitor.Cookie("shop-session")!.Value}; shop-form=x; shop-id=y; __Host-shop-id-form=z; shop-theme=dark; shop-language=en");
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new(shop.Address) };

        using var answer = await http.SendAsync(request, Cancel);

        Assert.Equal("shop-theme=dark; shop-language=en", Assert.Single(answer.Headers.GetValues("X-Seen-Cookie")));
        // This service is not the one that sets cookies.
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("users", "shop-id", true, true)]
    [InlineData("users", "__Host-shop-id", true, true)]
    [InlineData("users", "__Host-shop-id-form", true, true)]
    [InlineData("users", "__Secure-shop-id-two-factor", true, true)]
    [InlineData("users", "shop-language", true, true)]
    [InlineData("users", "shop-identity", false, false)]
    [InlineData("users", "shop-session", false, false)]
    [InlineData("users", "__Host-shop-session", false, false)]
    [InlineData("users", "__Host-shop-form", false, false)]
    [InlineData("users", "shop-correlation.abc", false, false)]
    [InlineData("users", "", false, false)]
    [InlineData("catalog", "shop-id", false, false)]
    [InlineData("catalog", "shop-language", true, false)]
    [InlineData("catalog", "anything", false, false)]
    public void Each_cookie_has_its_owner(string service, string cookie, bool maySee, bool maySet) =>
        Assert.Equal((maySee, maySet), (CookieOwners.MaySee(service, cookie), CookieOwners.MaySet(service, cookie)));

    [Fact]
    public async Task Users_gets_and_sets_its_own_cookies_and_no_others()
    {
        await using var users = await RunningApp.StartAsync(app => app.Map("/account/{**rest}", (HttpContext http) =>
        {
            http.Response.Headers.Append("X-Seen-Cookie", http.Request.Headers.Cookie);
            http.Response.Headers.Append("Set-Cookie", "shop-id=new; path=/; httponly");
            http.Response.Headers.Append("Set-Cookie", "shop-session=planted; path=/");
            http.Response.Headers.Append("Set-Cookie", "__Host-shop-session=planted; path=/; secure");
        }));
        await using var shop = await Storefront.StartAsync(1, ("services:users:http:0", users.Address));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account/sign-in");
        request.Headers.Add("Cookie", "shop-session=s; shop-id=a=b; other=c");
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new(shop.Address) };

        using var answer = await http.SendAsync(request, Cancel);

        Assert.Equal("shop-id=a=b", Assert.Single(answer.Headers.GetValues("X-Seen-Cookie")));
        Assert.Equal("shop-id=new; path=/; httponly", Assert.Single(answer.Headers.GetValues("Set-Cookie")));
    }

    static async Task<Visitor> SignedInAsync(Storefront shop)
    {
        var visitor = new Visitor(shop.Address);
        await visitor.GoAsync("/sign-in", Cancel);
        return visitor;
    }

    static async Task<(HttpStatusCode Status, string Authorization)> CallAsync(Visitor visitor, HttpMethod method, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, "/api/orders/things");
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var answer = await visitor.SendAsync(request, Cancel);
        return (answer.StatusCode, answer.Headers.TryGetValues("X-Seen-Authorization", out var seen) ? seen.Single() : "");
    }

    static Task<RunningApp> ServiceAsync() => RunningApp.StartAsync(app => app.Map("/api/orders/{**rest}", (HttpContext http) =>
    {
        var (request, headers) = (http.Request.Headers, http.Response.Headers);
        headers["X-Seen-Authorization"] = request.Authorization.ToString();
        headers["X-Seen-Cookie"] = request.Cookie.ToString();
        headers.SetCookie = "shop-session=planted; path=/";
    }));
}
