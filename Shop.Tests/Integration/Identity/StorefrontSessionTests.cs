using System.Net;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenIddict.EntityFrameworkCore.Models;
using Shop.Tests.Unit.Web;
using Shop.Tests.Unit.Web.Sessions;
using Shop.Web.Sessions;
using Xunit;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Shop.Tests.Integration.Identity;

/// <summary>Web's session on the real provider and the real Redis.</summary>
public sealed class StorefrontSessionTests(ShopApplication shop)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_signs_in_from_the_storefront_and_out_of_both()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop, "web");

        var page = await SignInAsync(browser, user, "/products?sort=price");
        Assert.Equal("/products?sort=price", page.Path);
        Assert.Contains(user.DisplayName, page.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"/account\"", page.Html, StringComparison.Ordinal);
        Assert.Equal(["shop-form", "shop-id", "shop-id-form", "shop-session"], browser.Cookies.Select(static cookie => cookie.Name).Where(static name => name.StartsWith("shop-", StringComparison.Ordinal)).Order());

        var home = await browser.FollowAsync(await browser.SubmitAsync(page));
        Assert.Equal(HttpStatusCode.OK, home.Status);
        Assert.DoesNotContain(user.DisplayName, home.Text, StringComparison.Ordinal);
        // Were the provider's session alive, it would let them in without asking.
        var asked = await browser.FollowAsync(await browser.GetAsync("/sign-in"));
        Assert.StartsWith("/account/sign-in", asked.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_signed_in_at_Users_is_let_in_without_asking()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop, "web");
        await browser.SignInAsync(user);

        var page = await browser.FollowAsync(await browser.GetAsync("/sign-in?back=/products"));

        Assert.Equal("/products", page.Path);
        Assert.Contains(user.DisplayName, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_Web_has_not_asked_for_gets_a_page_that_says_so()
    {
        using var browser = await PlainBrowser.OpenAsync(shop, "web");

        var page = await browser.FollowAsync(await browser.GetAsync("/signin-oidc?code=x&state=made-up"));

        Assert.Equal((HttpStatusCode.BadRequest, "/sign-in/failed?back=%2F"), (page.Status, page.Path));
        Assert.DoesNotContain("Exception", page.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"/sign-in?back=%2F\"", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_has_grown_old_signs_nobody_out_and_says_how()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop, "web");
        await SignInAsync(browser, user);

        var page = await browser.FollowAsync(await browser.PostAsync("/sign-out", ("__RequestVerificationToken", "of yesterday")));
        Assert.Equal((HttpStatusCode.OK, "/sign-out/confirm"), (page.Status, page.Path));
        Assert.Contains(user.DisplayName, page.Text, StringComparison.Ordinal);
        var home = await browser.FollowAsync(await browser.SubmitAsync(page));

        Assert.DoesNotContain(user.DisplayName, home.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_is_another_processs_too()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop, "web");
        await SignInAsync(browser, user);

        // As after a restart: nothing is known but what lies in Redis.
        await using var replica = await ReplicaAsync();
        using var visitor = Visitor(replica, browser);

        Assert.Equal(user.DisplayName, await visitor.ReadAsync("/name", Cancel));
    }

    [Fact]
    public async Task One_refresh_only_under_50_parallel_requests_with_an_expired_access_token()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop, "web");
        await SignInAsync(browser, user);
        await using var replica = await ReplicaAsync();
        using var visitor = Visitor(replica, browser);
        Assert.Equal(1, await RefreshTokensAsync(user));
        await ExpireAsync(replica, browser);

        // Half of them at the AppHost's Web, half at a replica of it.
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
            i % 2 == 0 ? (await browser.GetAsync("/not-a-page")).Text.Contains(user.DisplayName, StringComparison.Ordinal) : await visitor.ReadAsync("/token", Cancel) != ""));

        Assert.All(answers, Assert.True);
        Assert.Equal(2, await RefreshTokensAsync(user));
    }

    [Fact]
    public async Task What_is_revoked_at_Users_ends_at_the_next_refresh()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop, "web");
        await SignInAsync(browser, user);
        await using var replica = await ReplicaAsync();
        using var visitor = Visitor(replica, browser);
        using var elsewhere = await shop.ClientAsync("users", await visitor.ReadAsync("/token", Cancel));

        (await elsewhere.DeleteAsync("/api/users/me/sessions", Cancel)).EnsureSuccessStatusCode();

        Assert.Equal(user.DisplayName, await visitor.ReadAsync("/name", Cancel));
        await ExpireAsync(replica, browser);

        Assert.Equal("", await visitor.ReadAsync("/name", Cancel));
        Assert.DoesNotContain(user.DisplayName, (await browser.GetAsync("/")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_person_changes_at_Users_shows_on_the_next_page()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop, "web");
        await SignInAsync(browser, user);
        var page = await browser.GetAsync("/account/sign-out");

        // At Users itself, past Web's button.
        await browser.FollowAsync(await browser.SubmitAsync(page));

        Assert.DoesNotContain(user.DisplayName, (await browser.GetAsync("/")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_stays_signed_in_at_Users_stays_so_here()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop, "web");
        await browser.SignInAsync(user, stay: true);

        await browser.FollowAsync(await browser.GetAsync("/sign-in"));

        var cookie = browser.Cookies.Single(static cookie => cookie.Name == "shop-session");
        Assert.InRange(cookie.Expires.ToUniversalTime(), DateTime.UtcNow.AddDays(29), DateTime.UtcNow.AddDays(31));
    }

    private static async Task<Page> SignInAsync(PlainBrowser browser, RegisteredUser user, string back = "/products")
    {
        var form = await browser.FollowAsync(await browser.GetAsync("/sign-in?back=" + Uri.EscapeDataString(back)));
        return await browser.FollowAsync(await browser.SubmitAsync(form, ("Input.Email", user.Email), ("Input.Password", user.Password)));
    }

    private static Visitor Visitor(RunningApp replica, PlainBrowser browser)
    {
        var visitor = new Visitor(replica.Address);
        var session = browser.Cookies.Single(static cookie => cookie.Name == "shop-session");
        visitor.Cookies.Add(new Cookie(session.Name, session.Value, "/", new Uri(replica.Address).Host));
        return visitor;
    }

    /// <summary>A replica of Web, in this process and with the settings of the AppHost's.</summary>
    private async Task<RunningApp> ReplicaAsync()
    {
        var app = await shop.StartedAsync();
        var secret = app.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<ParameterResource>().Single(static parameter => parameter.Name == "web-client-secret");
        return await Storefront.StartReplicaAsync(
            RunningApp.DeadAddress(),
            ("ConnectionStrings:cache", (await app.GetConnectionStringAsync("cache", Cancel))!),
            ("Identity:Issuer", app.GetEndpoint("web").ToString()),
            ("Identity:Clients:shop-web:Secret", (await secret.GetValueAsync(Cancel))!),
            ("services:users:http:0", app.GetEndpoint("users").ToString()));
    }

    /// <summary>Lets the access token in the session have ended long ago.</summary>
    private static async Task ExpireAsync(RunningApp replica, PlainBrowser browser)
    {
        var cookies = replica.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Session.Scheme);
        var tickets = replica.Services.GetRequiredService<SessionTickets>();
        var id = cookies.TicketDataFormat.Unprotect(browser.Cookies.Single(static cookie => cookie.Name == "shop-session").Value)!.Principal.Claims.Single().Value;
        var ticket = (await tickets.ReadAsync(id))!;
        ticket.Properties.UpdateTokenValue("expires_at", "2020-01-01T00:00:00.0000000+00:00");
        await tickets.ReplaceAsync(id, ticket);
    }

    /// <summary>How many the person has been given so far.</summary>
    private Task<int> RefreshTokensAsync(RegisteredUser user) => shop.WithUsersAsync(context => context.Set<OpenIddictEntityFrameworkCoreToken<Guid>>()
        .CountAsync(token => token.Subject == user.Id.ToString() && token.Type == TokenTypeIdentifiers.RefreshToken, Cancel));
}
