using System.Net;
using System.Net.Sockets;
using System.Web;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace Shop.Tests.Unit.Web.Sessions;

public sealed class SignInTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_visitor_signs_in_and_comes_back_where_they_were()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = new Visitor(shop.Address);

        var answer = await visitor.GoAsync("/sign-in?back=/name%3Fx%3D1", Cancel);

        Assert.Equal("/name?x=1", answer.RequestMessage!.RequestUri!.PathAndQuery);
        Assert.Equal("Lin", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("name role sid sub", await visitor.ReadAsync("/claims", Cancel));
        Assert.NotEqual("", await visitor.ReadAsync("/token", Cancel));
        var cookie = visitor.Cookie("shop-session");
        Assert.NotNull(cookie);
        Assert.True(cookie.HttpOnly);
        Assert.Equal(DateTime.MinValue, cookie.Expires);
    }

    [Fact]
    public async Task It_asks_for_what_the_contract_says_and_tells_nobody_the_secret()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = new Visitor(shop.Address);

        var answer = await visitor.StepAsync("/sign-in", Cancel);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith($"{shop.Address}/connect/authorize?", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var asked = HttpUtility.ParseQueryString(answer.Headers.Location.Query);
        Assert.Equal(("shop-web", "code", "query", "S256"), (asked["client_id"], asked["response_type"], asked["response_mode"] ?? "query", asked["code_challenge_method"]));
        Assert.Equal($"{shop.Address}/signin-oidc", asked["redirect_uri"]);
        Assert.Equal(["catalog", "email", "offline_access", "openid", "orders", "profile", "users"], asked["scope"]!.Split(' ').Order());
        Assert.DoesNotContain("secret", answer.Headers.Location.Query, StringComparison.Ordinal);
        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie =>
        {
            Assert.StartsWith("shop-", cookie, StringComparison.Ordinal);
            Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
            Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task The_way_back_leads_nowhere_else(string back)
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = new Visitor(shop.Address);

        // As a stranger, and as somebody who is signed in already.
        foreach (var _ in (int[])[1, 2])
        {
            var answer = await visitor.GoAsync("/sign-in?back=" + Uri.EscapeDataString(back), Cancel);
            Assert.Equal($"{shop.Address}/", answer.RequestMessage!.RequestUri!.AbsoluteUri);
            Assert.All(visitor.Way, step => Assert.Equal(shop.Address, step.GetLeftPart(UriPartial.Authority)));
        }
    }

    [Fact]
    public async Task Who_comes_by_another_address_signs_in_at_the_public_one()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = new Visitor(shop.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));

        var answer = await visitor.StepAsync("/sign-in?back=/name", Cancel);

        Assert.Equal($"{shop.Address}/sign-in?back=%2Fname", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task An_answer_with_a_state_that_Web_has_not_given_is_refused()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = new Visitor(shop.Address);
        using var attacker = new Visitor(shop.Address);
        var asked = (await attacker.StepAsync("/sign-in", Cancel)).Headers.Location!;
        var given = (await attacker.StepAsync(asked.PathAndQuery, Cancel)).Headers.Location!;

        // One made up, none at all, and one of the attacker's own, who would have the visitor shop in their name.
        foreach (var address in (string[])["/signin-oidc?code=x&state=made-up", "/signin-oidc", given.PathAndQuery])
        {
            AssertFailed(await visitor.StepAsync(address, Cancel), "/sign-in/failed?back=%2F");
            Assert.Equal("", await visitor.ReadAsync("/name", Cancel));
            Assert.Null(visitor.Cookie("shop-session"));
        }
    }

    [Fact]
    public async Task A_token_with_another_nonce_is_refused()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = new Visitor(shop.Address);
        shop.Users.Nonce = "of another sign-in";

        await visitor.GoAsync("/sign-in?back=/name", Cancel);

        Assert.Equal("/sign-in/failed?back=%2Fname", visitor.Way[^1].PathAndQuery);
        Assert.Null(visitor.Cookie("shop-session"));
    }

    [Fact]
    public async Task A_callback_works_once()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = new Visitor(shop.Address);
        await visitor.GoAsync("/sign-in", Cancel);
        var callback = visitor.Way.Single(static step => step.AbsolutePath == "/signin-oidc");

        AssertFailed(await visitor.StepAsync(callback.PathAndQuery, Cancel), "/sign-in/failed?back=%2F");

        Assert.Equal("Lin", await visitor.ReadAsync("/name", Cancel));
    }

    [Fact]
    public async Task Who_gives_up_at_Users_is_told_so_and_not_sent_there_again()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = new Visitor(shop.Address);
        shop.Users.IsDenying = true;

        await visitor.GoAsync("/sign-in?back=/name", Cancel);

        Assert.Equal("/sign-in/denied?back=%2Fname", visitor.Way[^1].PathAndQuery);
        Assert.Equal(3, visitor.Way.Count);
    }

    [Fact]
    public async Task Where_Users_is_away_a_sign_in_ends_kindly_wherever_it_has_got_to()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = new Visitor(shop.Address);
        var asked = (await visitor.StepAsync("/sign-in?back=/name", Cancel)).Headers.Location!;
        var given = (await visitor.StepAsync(asked.PathAndQuery, Cancel)).Headers.Location!;
        await shop.Users.DisposeAsync();

        using var page = new HttpRequestMessage(HttpMethod.Get, asked.PathAndQuery) { Headers = { { "Accept", "text/html" } } };
        var atUsers = await visitor.SendAsync(page, Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, atUsers.StatusCode);
        Assert.Equal("error page", await atUsers.Content.ReadAsStringAsync(Cancel));
        AssertFailed(await visitor.StepAsync(given.PathAndQuery, Cancel), "/sign-in/unavailable?back=%2Fname");
        Assert.Equal("home", await visitor.ReadAsync("/", Cancel));
    }

    [Fact]
    public async Task Where_Users_does_not_answer_in_time_it_is_away_and_no_sign_in_has_failed()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var shop = await Storefront.StartAsync(1, ("services:users:http:0", $"http://{silent.LocalEndpoint}"));
        using var visitor = new Visitor(shop.Address);
        var asked = QueryHelpers.ParseQuery((await visitor.StepAsync("/sign-in?back=/name", Cancel)).Headers.Location!.Query);

        var answer = await visitor.StepAsync($"{new Uri(asked["redirect_uri"]!).AbsolutePath}?code=any&state={Uri.EscapeDataString(asked["state"]!)}", Cancel);
        AssertFailed(answer, "/sign-in/unavailable?back=%2Fname");
    }

    [Fact]
    public async Task A_sign_in_makes_a_new_session_and_ends_the_one_before()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = new Visitor(shop.Address);
        await visitor.GoAsync("/sign-in", Cancel);
        var planted = visitor.Cookie("shop-session")!;
        using var attacker = new Visitor(shop.Address);
        attacker.Cookies.Add(new Cookie(planted.Name, planted.Value, "/", planted.Domain));
        Assert.Equal("Lin", await attacker.ReadAsync("/name", Cancel));
        shop.Users.PersonName = "Ana";

        // Not through /sign-in, which has nothing to do for who is signed in: with a way begun before.
        using var other = new Visitor(shop.Address);
        var asked = (await other.StepAsync("/sign-in", Cancel)).Headers.Location!;
        var given = (await other.StepAsync(asked.PathAndQuery, Cancel)).Headers.Location!;
        other.Cookies.Add(new Cookie(planted.Name, planted.Value, "/", planted.Domain));
        await other.StepAsync(given.PathAndQuery, Cancel);

        Assert.Equal("Ana", await other.ReadAsync("/name", Cancel));
        Assert.Equal("", await attacker.ReadAsync("/name", Cancel));
    }

    [Fact]
    public async Task Signing_out_ends_both_sessions()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = new Visitor(shop.Address);
        await visitor.GoAsync("/sign-in", Cancel);
        var kept = visitor.Cookie("shop-session")!;
        var token = await visitor.ReadAsync("/form", Cancel);

        var answer = await visitor.PostAsync("/sign-out", Cancel, ("__RequestVerificationToken", token));

        Assert.Equal("home", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.StartsWith("eyJ", shop.Users.SignedOut!["id_token_hint"].ToString(), StringComparison.Ordinal);
        Assert.Equal($"{shop.Address}/signout-callback-oidc", shop.Users.SignedOut["post_logout_redirect_uri"]);
        Assert.Null(visitor.Cookie("shop-session"));
        using var thief = new Visitor(shop.Address);
        thief.Cookies.Add(new Cookie(kept.Name, kept.Value, "/", kept.Domain));
        Assert.Equal("", await thief.ReadAsync("/name", Cancel));
    }

    [Fact]
    public async Task Another_page_cannot_sign_anybody_out()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = new Visitor(shop.Address);
        using var other = new Visitor(shop.Address);
        await visitor.GoAsync("/sign-in", Cancel);

        foreach (var token in (string[])["", "made up", await other.ReadAsync("/form", Cancel)])
        {
            await visitor.PostAsync("/sign-out", Cancel, ("__RequestVerificationToken", token));
            Assert.Equal("/sign-out/confirm", visitor.Way.Single().AbsolutePath);
            Assert.Equal("Lin", await visitor.ReadAsync("/name", Cancel));
        }
        Assert.Null(shop.Users.SignedOut);
    }

    [Fact]
    public async Task Behind_an_ingress_that_does_not_tell_of_HTTPS_nobody_goes_round_in_a_circle()
    {
        await using var shop = await Storefront.StartAsync(1, ("Identity:Issuer", "https://shop.example"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in") { Headers = { Host = "shop.example" } };
        using var visitor = new Visitor(shop.Address);

        var asked = (await visitor.SendAsync(request, Cancel)).Headers.Location!;

        Assert.StartsWith("https://shop.example/connect/authorize?", asked.OriginalString, StringComparison.Ordinal);
        Assert.Equal("https://shop.example/signin-oidc", HttpUtility.ParseQueryString(asked.Query)["redirect_uri"]);
    }

    [Fact]
    public async Task Behind_an_ingress_with_HTTPS_the_cookies_are_the_hosts_alone()
    {
        await using var shop = await Storefront.StartAsync(1, ("Identity:Issuer", "https://shop.example"), ("FORWARDEDHEADERS_ENABLED", "true"));
        using var visitor = new Visitor(shop.Address);
        async Task<HttpResponseMessage> GetAsync(string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Host = "shop.example";
            request.Headers.Add("X-Forwarded-Proto", "https");
            return await visitor.SendAsync(request, Cancel);
        }

        var asked = await GetAsync("/sign-in");
        var form = await GetAsync("/form");

        Assert.StartsWith("https://shop.example/connect/authorize?", asked.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var cookies = asked.Headers.GetValues("Set-Cookie").ToList();
        Assert.Equal(2, cookies.Count);
        Assert.All(cookies, static cookie =>
        {
            Assert.StartsWith("__Secure-shop-", cookie, StringComparison.Ordinal);
            Assert.Contains("secure", cookie.Split(';', StringSplitOptions.TrimEntries));
        });
        var formCookie = Assert.Single(form.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-shop-form=", formCookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", formCookie, StringComparison.Ordinal);
    }

    static void AssertFailed(HttpResponseMessage answer, string location) =>
        Assert.Equal((HttpStatusCode.Redirect, location), (answer.StatusCode, answer.Headers.Location?.OriginalString));
}
