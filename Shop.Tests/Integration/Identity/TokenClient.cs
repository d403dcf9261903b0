using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aspire.Hosting.Testing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Xunit;

namespace Shop.Tests.Integration.Identity;

/// <summary>An application of a phone: it sends the person to the provider and comes back with tokens, by code and proof key.</summary>
sealed class TokenClient : IDisposable
{
    public const string ClientId = "shop-mobile", RedirectUri = "shop://signed-in", AllScopes = "openid profile email offline_access users catalog orders";

    private readonly HttpClient _client;
    private readonly string _verifier = Base64(RandomNumberGenerator.GetBytes(32));

    private TokenClient(Uri users) => _client = new() { BaseAddress = users };

    public static async Task<TokenClient> CreateAsync(ShopApplication shop) => new((await shop.StartedAsync()).GetEndpoint("users"));

    public string AuthorizeAddress(string scope = AllScopes, params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["client_id"] = ClientId,
            ["redirect_uri"] = RedirectUri,
            ["response_type"] = "code",
            ["scope"] = scope,
            ["state"] = "a state",
            ["nonce"] = "a nonce",
            ["code_challenge"] = Base64(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier))),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
            parameters[name] = value;
        return QueryHelpers.AddQueryString("/connect/authorize", parameters.Where(static parameter => parameter.Value is not null)!);
    }

    /// <summary>The code in the address that a browser is sent back to.</summary>
    public static string Code(Page page)
    {
        Assert.StartsWith(RedirectUri, page.Location, StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(new Uri(page.Location!).Query);
        Assert.True(query.ContainsKey("code"), page.Location);
        Assert.Equal("a state", query["state"]);
        return query["code"]!;
    }

    public Task<TokenAnswer> RedeemAsync(string code, string? verifier = null) => PostAsync(
        ("grant_type", "authorization_code"), ("client_id", ClientId), ("redirect_uri", RedirectUri), ("code", code), ("code_verifier", verifier ?? _verifier));

    public Task<TokenAnswer> RefreshAsync(string refreshToken) => PostAsync(("grant_type", "refresh_token"), ("client_id", ClientId), ("refresh_token", refreshToken));

    public async Task<TokenAnswer> PostAsync(params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(static field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await _client.PostAsync("/connect/token", content, TestContext.Current.CancellationToken);
        return new(response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    public async Task<HttpResponseMessage> RevokeAsync(string token) => await _client.PostAsync(
        "/connect/revoke", new FormUrlEncodedContent([new("client_id", ClientId), new("token", token)]), TestContext.Current.CancellationToken);

    /// <summary>The whole way of a person who is not signed in yet.</summary>
    public async Task<TokenAnswer> SignInAsync(PlainBrowser browser, RegisteredUser user, string scope = AllScopes)
    {
        var asked = await browser.GetAsync(AuthorizeAddress(scope));
        Assert.Equal(HttpStatusCode.Redirect, asked.Status);
        var page = await browser.FollowAsync(asked);
        var done = await browser.FollowAsync(await browser.SubmitAsync(page, ("Input.Email", user.Email), ("Input.Password", user.Password)));
        var answer = await RedeemAsync(Code(done));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer;
    }

    public void Dispose() => _client.Dispose();

    private static string Base64(byte[] bytes) => WebEncoders.Base64UrlEncode(bytes);
}

sealed record TokenAnswer(HttpStatusCode Status, JsonElement Body)
{
    public string AccessToken => Body.GetProperty("access_token").GetString()!;

    public string RefreshToken => Body.GetProperty("refresh_token").GetString()!;

    public string IdToken => Body.GetProperty("id_token").GetString()!;

    public string? Error => Body.TryGetProperty("error", out var error) ? error.GetString() : null;

    public JsonWebToken Access => new(AccessToken);
}

/// <summary>Calls a service as somebody who is signed in.</summary>
static class SignedInClient
{
    /// <summary>A client of <paramref name="resource"/> with an access token of a new person, or of <paramref name="user"/>.</summary>
    public static async Task<HttpClient> SignedInAsync(this ShopApplication shop, string resource, RegisteredUser? user = null, params string[] roles)
    {
        user ??= await RegisteredUser.CreateAsync(shop, roles);
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var tokens = await TokenClient.CreateAsync(shop);
        return await shop.ClientAsync(resource, (await tokens.SignInAsync(browser, user)).AccessToken);
    }

    public static async Task<HttpClient> ClientAsync(this ShopApplication shop, string resource, string accessToken)
    {
        var client = await shop.ClientAsync(resource);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return client;
    }
}
