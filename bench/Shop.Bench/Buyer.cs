using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Shop.ServiceDefaults.Auth;

namespace Shop.Bench;

/// <summary>
/// A person who buys, with a token of the bench's own making, whose key it publishes as Users does: no page is signed in at, and no password hashed, while
/// checkouts are measured.
/// </summary>
sealed class Buyer : IAsyncDisposable
{
    readonly RsaSecurityKey key = new(RSA.Create(2048)) { KeyId = Guid.CreateVersion7().ToString("N") };
    readonly WebApplication server;

    Buyer(WebApplication server) => this.server = server;

    /// <summary>What Catalog takes for Users.</summary>
    public string Address => server.Urls.First();

    public static async Task<Buyer> StartAsync(CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var buyer = new Buyer(builder.Build());
        var parameters = buyer.key.Rsa.ExportParameters(false);
        var keys = new
        {
            keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = buyer.key.KeyId, n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) } },
        };
        buyer.server.MapGet("/.well-known/jwks", () => Results.Json(keys));
        await buyer.server.StartAsync(cancellationToken);
        return buyer;
    }

    public string Token(Uri issuer)
    {
        var now = DateTime.UtcNow;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer.ToString(),
            Audience = Scopes.Catalog,
            TokenType = "at+jwt",
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddHours(2),
            SigningCredentials = new(key, SecurityAlgorithms.RsaSha256),
            Claims = new Dictionary<string, object>
            {
                [ClaimNames.Scope] = "openid catalog",
                [ClaimNames.Subject] = Guid.CreateVersion7().ToString(),
                [ClaimNames.Session] = Guid.CreateVersion7().ToString(),
                [ClaimNames.Role] = new[] { Roles.Customer },
            },
        });
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
