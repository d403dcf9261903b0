using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Shop.ServiceDefaults.Auth;
using Xunit;

namespace Shop.Tests.Integration.Identity;

public sealed class AuthorizationCodeTests(ShopApplication shop)
{
    [Fact]
    public async Task A_person_signs_in_and_the_tokens_say_who_they_are()
    {
        var user = await RegisteredUser.CreateAsync(shop, Roles.Staff);
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);

        var tokens = await client.SignInAsync(browser, user);

        var access = tokens.Access;
        Assert.Equal(("RS256", "at+jwt"), (access.Alg, access.Typ));
        Assert.Equal(user.Id.ToString(), access.Subject);
        Assert.Equal(["catalog", "orders", "users"], access.Audiences.Order());
        Assert.Equal([Roles.Customer, Roles.Staff], access.Claims.Where(static claim => claim.Type == "role").Select(static claim => claim.Value).Order());
        Assert.Equal((user.DisplayName, user.Email, "en", TokenClient.ClientId), (access.GetClaim("name").Value, access.GetClaim("email").Value, access.GetClaim("locale").Value, access.GetClaim("client_id").Value));
        Assert.InRange(access.ValidTo - access.IssuedAt, TimeSpan.FromMinutes(4.9), TimeSpan.FromMinutes(5.1));
        var identity = new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(tokens.IdToken);
        Assert.Equal((access.Issuer, access.Subject, "a nonce", access.GetClaim("sid").Value), (identity.Issuer, identity.Subject, identity.GetClaim("nonce").Value, identity.GetClaim("sid").Value));
        // A reference: whoever has the token knows nothing by it.
        Assert.False(tokens.RefreshToken.Contains('.', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_signed_in_is_not_asked_again()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);
        var first = await client.SignInAsync(browser, user);

        var second = await client.RedeemAsync(TokenClient.Code(await browser.GetAsync(client.AuthorizeAddress())));
        var silent = await browser.GetAsync(client.AuthorizeAddress(changes: ("prompt", "none")));

        Assert.Equal(first.Access.GetClaim("sid").Value, second.Access.GetClaim("sid").Value);
        Assert.NotEmpty(TokenClient.Code(silent));
    }

    [Fact]
    public async Task Without_a_session_prompt_none_is_an_error_for_the_client()
    {
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);

        var answer = await browser.GetAsync(client.AuthorizeAddress(changes: ("prompt", "none")));

        Assert.StartsWith(TokenClient.RedirectUri, answer.Location, StringComparison.Ordinal);
        Assert.Equal("login_required", QueryHelpers.ParseQuery(new Uri(answer.Location!).Query)["error"]);
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "0")]
    public async Task A_client_may_ask_for_the_password_anew(string parameter, string value)
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);
        var before = (await client.SignInAsync(browser, user)).Access.GetClaim("sid").Value;
        // The times in tokens are whole seconds.
        await Eventually.TrueAsync(async () => (await browser.GetAsync(client.AuthorizeAddress(changes: ("max_age", "0")))).Location!.Contains("sign-in", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var page = await browser.FollowAsync(await browser.GetAsync(client.AuthorizeAddress(changes: (parameter, value))));
        Assert.Contains("Please give your password again", page.Text, StringComparison.Ordinal);
        var done = await browser.FollowAsync(await browser.SubmitAsync(page, ("Input.Email", user.Email), ("Input.Password", user.Password)));
        var tokens = await client.RedeemAsync(TokenClient.Code(done));

        Assert.NotEqual(before, tokens.Access.GetClaim("sid").Value);
        Assert.True(await shop.WithUsersAsync(async users => (await users.Sessions.FindAsync(Guid.Parse(before)))!.RevokedAt is not null), "The session that was replaced is still alive.");
    }

    [Theory]
    [InlineData("code_challenge", null)]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("response_type", "token")]
    [InlineData("response_type", "code id_token")]
    [InlineData("response_mode", "form_post")]
    [InlineData("scope", "openid everything")]
    public async Task What_is_not_as_safe_as_can_be_is_refused(string parameter, string? value)
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);
        await browser.SignInAsync(user);

        var answer = await browser.GetAsync(client.AuthorizeAddress(changes: [(parameter, value), .. parameter == "code_challenge" ? [("code_challenge_method", null)] : Array.Empty<(string, string?)>()]));

        Assert.DoesNotContain("code=", answer.Location ?? "", StringComparison.Ordinal);
        if (answer.Location is null)
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        else
            Assert.Contains("error=", answer.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/signed-in")]
    [InlineData("shop://signed-in.evil.example")]
    [InlineData("shop://signed-in/../elsewhere")]
    [InlineData("shop://signed-in?next=https://evil.example")]
    public async Task A_code_goes_to_the_clients_own_address_only(string redirectUri)
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);
        await browser.SignInAsync(user);

        var answer = await browser.GetAsync(client.AuthorizeAddress(changes: ("redirect_uri", redirectUri)));

        Assert.Null(answer.Location);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task A_code_is_worth_nothing_without_the_proof_and_twice_it_ends_everything()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);
        await browser.SignInAsync(user);
        var stolen = TokenClient.Code(await browser.GetAsync(client.AuthorizeAddress()));
        Assert.Equal("invalid_grant", (await client.RedeemAsync(stolen, "another verifier, of at least forty-three characters")).Error);

        var code = TokenClient.Code(await browser.GetAsync(client.AuthorizeAddress()));
        var tokens = await client.RedeemAsync(code);
        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        Assert.Equal("invalid_grant", (await client.RedeemAsync(code)).Error);
        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.RefreshToken)).Error);
    }

    [Fact]
    public async Task The_user_information_is_what_the_scopes_allow()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);
        var all = await client.SignInAsync(browser, user);
        var little = await client.RedeemAsync(TokenClient.Code(await browser.GetAsync(client.AuthorizeAddress("openid catalog"))));

        var information = await InformationAsync(all.AccessToken);
        Assert.Equal((user.Email, user.DisplayName), (information.GetProperty("email").GetString(), information.GetProperty("name").GetString()));
        Assert.False((await InformationAsync(little.AccessToken)).TryGetProperty("email", out _));
        Assert.False(little.Access.TryGetClaim("email", out _));
        Assert.Equal(["catalog"], little.Access.Audiences);
        Assert.False(little.Body.TryGetProperty("refresh_token", out _));
        using var stranger = await shop.ClientAsync("users", "no token");
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/connect/userinfo", TestContext.Current.CancellationToken)).StatusCode);

        async Task<JsonElement> InformationAsync(string token)
        {
            using var caller = await shop.ClientAsync("users", token);
            return await caller.GetFromJsonAsync<JsonElement>("/connect/userinfo", TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task The_discovery_document_names_the_public_origin_only()
    {
        using var users = await shop.ClientAsync("users");
        using var web = await shop.ClientAsync("web");

        var document = await users.GetFromJsonAsync<JsonElement>("/.well-known/openid-configuration", TestContext.Current.CancellationToken);

        Assert.Equal(web.BaseAddress!.AbsoluteUri, document.GetProperty("issuer").GetString());
        foreach (var endpoint in document.EnumerateObject().Where(static property => property.Name.EndsWith("_endpoint", StringComparison.Ordinal) || property.Name == "jwks_uri"))
            Assert.StartsWith(web.BaseAddress!.AbsoluteUri, endpoint.Value.GetString(), StringComparison.Ordinal);
        Assert.Equal(["S256"], document.GetProperty("code_challenge_methods_supported").EnumerateArray().Select(static method => method.GetString()));
        Assert.Equal(document.ToString(), (await web.GetFromJsonAsync<JsonElement>("/.well-known/openid-configuration", TestContext.Current.CancellationToken)).ToString());
    }
}
