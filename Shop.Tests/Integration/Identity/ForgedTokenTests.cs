using System.Net;
using System.Text;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using Shop.ServiceDefaults.Auth;
using Shop.Tests.Unit.Users;
using Shop.Users.OpenIdConnect;
using Xunit;

namespace Shop.Tests.Integration.Identity;

/// <summary>
/// Tokens that are wrong in one thing, most of them signed by the provider's true key, which the test takes from the database: only that one
/// thing can be why they are refused.
/// </summary>
public sealed class ForgedTokenTests(ShopApplication shop)
{
    private static readonly Dictionary<string, Action<SecurityTokenDescriptor, RsaSecurityKey>> s_forgeries = new()
    {
        ["another issuer"] = static (token, _) => token.Issuer = "https://evil.example/",
        ["another audience"] = static (token, _) => token.Audience = "elsewhere",
        ["another service's audience"] = static (token, _) => token.Audience = Scopes.Orders,
        ["expired"] = static (token, _) => (token.IssuedAt, token.NotBefore, token.Expires) = (DateTime.UtcNow.AddHours(-1), DateTime.UtcNow.AddHours(-1), DateTime.UtcNow.AddMinutes(-1)),
        ["no access token"] = static (token, _) => token.TokenType = "JWT",
        ["another key of the same name"] = static (token, key) => token.SigningCredentials = new(
            new RsaSecurityKey(System.Security.Cryptography.RSA.Create(2048)) { KeyId = key.KeyId }, SecurityAlgorithms.RsaSha256),
        ["another algorithm"] = static (token, key) => token.SigningCredentials = new(key, SecurityAlgorithms.RsaSsaPssSha256),
        ["the public key as a shared secret"] = static (token, key) => token.SigningCredentials = new(
            new SymmetricSecurityKey(Encoding.ASCII.GetBytes(key.Rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = key.KeyId }, SecurityAlgorithms.HmacSha256),
        ["another scope"] = static (token, _) => token.Claims[ClaimNames.Scope] = "openid",
    };

    public static TheoryData<string> Forgeries => [.. s_forgeries.Keys, "no signature", "no algorithm"];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task It_is_refused(string forgery)
    {
        var (genuine, forged) = await MakeAsync(forgery);
        using var honest = await shop.ClientAsync("users", genuine);
        using var thief = await shop.ClientAsync("users", forged);

        Assert.Equal(HttpStatusCode.OK, (await honest.GetAsync("/api/users/me", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(forgery == "another scope" ? HttpStatusCode.Forbidden : HttpStatusCode.Unauthorized,
            (await thief.GetAsync("/api/users/me", TestContext.Current.CancellationToken)).StatusCode);
    }

    private async Task<(string Genuine, string Forged)> MakeAsync(string forgery)
    {
        var user = await RegisteredUser.CreateAsync(shop);
        var application = await shop.StartedAsync();
        var issuer = application.GetEndpoint("web").AbsoluteUri;
        await using var provider = await UsersServices.BuildAsync((await application.GetConnectionStringAsync("usersdb", TestContext.Current.CancellationToken))!);
        await provider.WithAsync<ProviderKeys>(static keys => keys.LoadAsync(create: false, TestContext.Current.CancellationToken));
        var key = (RsaSecurityKey)provider.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue.SigningCredentials[0].Key;

        var (genuine, forged) = (Token(user.Id, issuer, key), Token(user.Id, issuer, key));
        s_forgeries.GetValueOrDefault(forgery)?.Invoke(forged, key);
        var handler = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        var token = handler.CreateToken(forged);
        return (handler.CreateToken(genuine), forgery switch
        {
            "no signature" => token[..(token.LastIndexOf('.') + 1)],
            "no algorithm" => $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt"}""")}.{token.Split('.')[1]}.",
            _ => token,
        });
    }

    private static SecurityTokenDescriptor Token(Guid userId, string issuer, RsaSecurityKey key) => new()
    {
        Issuer = issuer,
        Audience = Scopes.Users,
        TokenType = "at+jwt",
        IssuedAt = DateTime.UtcNow,
        NotBefore = DateTime.UtcNow,
        Expires = DateTime.UtcNow.AddMinutes(5),
        SigningCredentials = new(key, SecurityAlgorithms.RsaSha256),
        Claims = new Dictionary<string, object>
        {
            [ClaimNames.Subject] = userId.ToString(),
            [ClaimNames.Session] = Guid.CreateVersion7().ToString(),
            [ClaimNames.Scope] = "openid users",
        },
    };
}
