using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Shop.ServiceDefaults.Auth;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults.Auth;

/// <summary>A provider that publishes keys at the path of Users, and signs what a test asks for.</summary>
sealed class TokenProvider : IAsyncDisposable
{
    public const string Issuer = "https://shop.example/";

    private readonly List<RsaSecurityKey> _published = [];
    private WebApplication? _server;
    private int _readings;

    public TokenProvider(int? port = null)
    {
        Port = port ?? FreePort();
        Key = NewKey();
        _published.Add(Key);
    }

    public int Port { get; }

    public RsaSecurityKey Key { get; private set; }

    public int Readings => Volatile.Read(ref _readings);

    public (string Key, string Value)[] Settings => [("services:users:http:0", $"http://127.0.0.1:{Port}"), (Shop.ServiceDefaults.Auth.Issuer.Setting, "https://shop.example")];

    public async Task<TokenProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{Port}");
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.MapGet("/.well-known/jwks", () =>
        {
            Interlocked.Increment(ref _readings);
            return Results.Json(new { keys = _published.Select(Public) });
        });
        await _server.StartAsync(TestContext.Current.CancellationToken);
        return this;
    }

    public async Task StopAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _server = null;
    }

    /// <summary>Signs with another key from now on; the old one stays published.</summary>
    public void Rotate() => _published.Add(Key = NewKey());

    public string PersonToken(params string[] roles) => Token(token =>
    {
        token.Claims[ClaimNames.Subject] = Guid.CreateVersion7().ToString();
        token.Claims[ClaimNames.Session] = Guid.CreateVersion7().ToString();
        token.Claims[ClaimNames.Role] = roles;
    });

    public string MachineToken() => Token(static token => token.Claims[ClaimNames.Subject] = "shop-load");

    public string Token(Action<SecurityTokenDescriptor>? change = null)
    {
        var now = DateTime.UtcNow;
        var token = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Scopes.Catalog,
            TokenType = "at+jwt",
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddHours(1),
            SigningCredentials = new(Key, SecurityAlgorithms.RsaSha256),
            Claims = new Dictionary<string, object> { [ClaimNames.Scope] = "openid catalog" },
        };
        change?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    public static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = Guid.CreateVersion7().ToString("N") };

    public ValueTask DisposeAsync() => new(StopAsync());

    private static object Public(RsaSecurityKey key)
    {
        var parameters = key.Rsa.ExportParameters(false);
        return new { kty = "RSA", use = "sig", alg = "RS256", kid = key.KeyId, n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) };
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
