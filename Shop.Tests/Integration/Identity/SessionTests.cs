using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Shop.Tests.Integration.Identity;

public sealed class SessionTests(ShopApplication shop)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signing_out_takes_a_form_and_ends_the_cookie_and_the_tokens()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);
        var tokens = await client.SignInAsync(browser, user);
        var cookie = browser.Cookies.Single(static c => c.Name == "shop-id");

        // A link does nothing by itself.
        var page = await browser.GetAsync("/account/sign-out");
        Assert.Contains("Sign out?", page.Text, StringComparison.Ordinal);
        Assert.NotEmpty(TokenClient.Code(await browser.GetAsync(client.AuthorizeAddress(changes: ("prompt", "none")))));

        var done = await browser.FollowAsync(await browser.SubmitAsync(page));
        Assert.Contains("You are signed out", done.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(browser.Cookies, static c => c.Name == "shop-id");
        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.RefreshToken)).Error);

        // Nor is a copy of the cookie worth anything.
        using var thief = await PlainBrowser.OpenAsync(shop);
        thief.Add(cookie);
        Assert.Contains("login_required", (await thief.GetAsync(client.AuthorizeAddress(changes: ("prompt", "none")))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_is_revoked_elsewhere_ends_within_seconds()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);
        var tokens = await client.SignInAsync(browser, user);

        // As another replica does.
        await shop.WithUsersAsync(users => users.Sessions.Where(s => s.UserId == user.Id)
            .ExecuteUpdateAsync(static s => s.SetProperty(p => p.RevokedAt, DateTimeOffset.UtcNow), Cancellation));

        await Eventually.TrueAsync(async () => (await browser.GetAsync(client.AuthorizeAddress(changes: ("prompt", "none")))).Location!.Contains("login_required", StringComparison.Ordinal), Cancellation);
        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.RefreshToken)).Error);
    }

    [Fact]
    public async Task A_client_signs_out_by_its_token_and_gets_the_person_back()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);
        var tokens = await client.SignInAsync(browser, user);

        var done = await browser.GetAsync(Logout(tokens.IdToken));

        Assert.Equal("shop://signed-out/?state=a%20state".Replace("/?", "?", StringComparison.Ordinal), done.Location!.Replace("/?", "?", StringComparison.Ordinal));
        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.RefreshToken)).Error);
        Assert.Contains("login_required", (await browser.GetAsync(client.AuthorizeAddress(changes: ("prompt", "none")))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_no_token_of_the_session_can_only_ask_the_person()
    {
        var (user, other) = (await RegisteredUser.CreateAsync(shop), await RegisteredUser.CreateAsync(shop));
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var elsewhere = await PlainBrowser.OpenAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);
        await client.SignInAsync(browser, user);
        var foreign = await client.SignInAsync(elsewhere, other);

        foreach (var address in (string[])[Logout(null), Logout(foreign.IdToken)])
        {
            var page = await browser.FollowAsync(await browser.GetAsync(address));
            Assert.Contains("Sign out?", page.Text, StringComparison.Ordinal);
        }
        Assert.NotEmpty(TokenClient.Code(await browser.GetAsync(client.AuthorizeAddress(changes: ("prompt", "none")))));

        var asked = await browser.FollowAsync(await browser.GetAsync(Logout(null)));
        var done = await browser.FollowAsync(await browser.SubmitAsync(asked));
        Assert.StartsWith("shop://signed-out", done.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("shop://signed-in")]
    public async Task After_signing_out_nobody_is_sent_to_an_address_that_is_not_the_clients(string address)
    {
        using var browser = await PlainBrowser.OpenAsync(shop);

        var answer = await browser.GetAsync(QueryHelpers.AddQueryString("/connect/logout", new Dictionary<string, string?> { ["client_id"] = TokenClient.ClientId, ["post_logout_redirect_uri"] = address }));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Null(answer.Location);
    }

    [Theory]
    [InlineData(false, 8 * 60)]
    [InlineData(true, 30 * 24 * 60)]
    public async Task A_session_lives_as_long_as_was_asked_for(bool stay, int minutes)
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);

        await browser.SignInAsync(user, stay: stay);

        var session = await shop.WithUsersAsync(users => users.Sessions.SingleAsync(s => s.UserId == user.Id, Cancellation));
        Assert.InRange((session.ExpiresAt - DateTimeOffset.UtcNow).TotalMinutes, minutes - 1, minutes + 1);
        var cookie = browser.Cookies.Single(static c => c.Name == "shop-id");
        Assert.Equal(stay, cookie.Expires != default);
        Assert.True(cookie.HttpOnly);
    }

    [Fact]
    public async Task Use_prolongs_a_session_and_time_ends_it()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        var tokens = await client.SignInAsync(browser, user);
        await SetAsync(static s => s.SetProperty(p => p.LastSeenAt, DateTimeOffset.UtcNow.AddHours(-3)).SetProperty(p => p.ExpiresAt, DateTimeOffset.UtcNow.AddHours(5)));

        await Eventually.TrueAsync(async () =>
        {
            tokens = await client.RefreshAsync(tokens.RefreshToken);
            return await shop.WithUsersAsync(users => users.Sessions.Where(s => s.UserId == user.Id).Select(static s => s.ExpiresAt).SingleAsync(Cancellation)) > DateTimeOffset.UtcNow.AddHours(7);
        }, Cancellation);

        await SetAsync(static s => s.SetProperty(p => p.ExpiresAt, DateTimeOffset.UtcNow.AddSeconds(-1)));
        await Eventually.TrueAsync(async () =>
        {
            var answer = await client.RefreshAsync(tokens.RefreshToken);
            if (answer.Error is null)
                tokens = answer;
            return answer.Error == "invalid_grant";
        }, Cancellation);

        Task<int> SetAsync(Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<Shop.Users.Sessions.UserSession>> set) =>
            shop.WithUsersAsync(users => users.Sessions.Where(s => s.UserId == user.Id).ExecuteUpdateAsync(set, Cancellation));
    }

    private static string Logout(string? idToken) => QueryHelpers.AddQueryString("/connect/logout", new Dictionary<string, string?>
    {
        ["client_id"] = TokenClient.ClientId,
        ["id_token_hint"] = idToken,
        ["post_logout_redirect_uri"] = "shop://signed-out",
        ["state"] = "a state",
    }.Where(static parameter => parameter.Value is not null)!);
}
