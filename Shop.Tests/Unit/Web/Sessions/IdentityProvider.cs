using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Shop.ServiceDefaults.Auth;

namespace Shop.Tests.Unit.Web.Sessions;

/// <summary>
/// The part of Users that Web speaks to: it signs one person in without asking, and is as strict about codes, proof keys, secrets and used
/// refresh tokens as the real one.
/// </summary>
sealed class IdentityProvider : IAsyncDisposable
{
    public const string Secret = "the secret of Web";

    readonly RsaSecurityKey key = new(RSA.Create(2048)) { KeyId = "a key" };
    readonly ConcurrentDictionary<string, IQueryCollection> codes = new();
    readonly ConcurrentDictionary<string, Family> families = new();
    RunningApp? server;
    int refreshes;

    public required string Issuer { get; init; }

    public string Address => server!.Address;

    /// <summary>How many refreshes have been asked for.</summary>
    public int Refreshes => Volatile.Read(ref refreshes);

    public string PersonId { get; set; } = Guid.CreateVersion7().ToString();

    public string PersonName { get; set; } = "Lin";

    /// <summary>Of the access tokens to come.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(5);

    public bool IsDenying { get; set; }

    /// <summary>Whether the person asked to stay signed in.</summary>
    public bool IsPersistent { get; set; }

    /// <summary>Another one than was asked for.</summary>
    public string? Nonce { get; set; }

    /// <summary>Runs within each refresh, after the token has been used up and before the answer.</summary>
    public Func<HttpContext, Task> BeforeAnswer { get; set; } = static _ => Task.CompletedTask;

    /// <summary>What came to the end-session endpoint.</summary>
    public IQueryCollection? SignedOut { get; private set; }

    public async Task<IdentityProvider> StartAsync()
    {
        server = await RunningApp.StartAsync(app =>
        {
            app.MapGet("/.well-known/jwks", () => Results.Json(new { keys = new[] { PublicKey() } }));
            app.MapGet("/connect/authorize", Authorize);
            app.MapPost("/connect/token", (Delegate)TokenAsync);
            app.MapPost("/account/profile", () => Results.NoContent());
            app.MapGet("/connect/logout", (HttpRequest request) =>
            {
                SignedOut = request.Query;
                return Results.Redirect($"{request.Query["post_logout_redirect_uri"]}{new QueryBuilder { { "state", request.Query["state"].ToString() } }}");
            });
        });
        return this;
    }

    public void Revoke()
    {
        foreach (var family in families.Values)
            family.IsRevoked = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        server = null;
    }

    IResult Authorize(HttpRequest request)
    {
        var back = new QueryBuilder { { "state", request.Query["state"].ToString() } };
        if (IsDenying)
            back.Add("error", "access_denied");
        else
        {
            var code = NewId();
            codes[code] = request.Query;
            back.Add("code", code);
        }
        return Results.Redirect($"{request.Query["redirect_uri"]}{back}");
    }

    async Task<IResult> TokenAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form["client_id"] != "shop-web" || form["client_secret"] != Secret)
            return Results.Json(new { error = "invalid_client" }, statusCode: StatusCodes.Status401Unauthorized);
        if (form["grant_type"] == "authorization_code")
            return codes.TryRemove(form["code"].ToString(), out var asked)
                && asked["redirect_uri"] == form["redirect_uri"]
                && asked["code_challenge"] == Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())))
                ? Grant(new(), Nonce ?? asked["nonce"].ToString())
                : Refuse();

        Interlocked.Increment(ref refreshes);
        var presented = form["refresh_token"].ToString();
        if (!families.TryGetValue(presented, out var family) || !family.Use(presented))
            return Refuse();
        await BeforeAnswer(http);
        return Grant(family, nonce: null);
    }

    IResult Grant(Family family, string? nonce)
    {
        var (access, refresh, now) = (NewId(), NewId(), DateTime.UtcNow);
        families[refresh] = family;
        family.Add(refresh);
        var claims = new Dictionary<string, object>
        {
            [ClaimNames.Subject] = PersonId,
            [ClaimNames.Session] = family.Session,
            [ClaimNames.Name] = PersonName,
            [ClaimNames.Role] = new[] { Roles.Customer },
            ["secret_of_the_protocol"] = "not kept",
        };
        if (nonce is not null)
            claims["nonce"] = nonce;
        if (IsPersistent)
            claims[ClaimNames.Persistent] = true;
        var identity = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = "shop-web",
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(5),
            SigningCredentials = new(key, SecurityAlgorithms.RsaSha256),
            Claims = claims,
        });
        return Results.Json(new { access_token = access, refresh_token = refresh, id_token = identity, token_type = "Bearer", expires_in = (int)Lifetime.TotalSeconds });
    }

    static IResult Refuse() => Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);

    static string NewId() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    object PublicKey()
    {
        var parameters = key.Rsa.ExportParameters(false);
        return new { kty = "RSA", use = "sig", alg = "RS256", kid = key.KeyId, n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) };
    }

    /// <summary>What came of one sign-in. A refresh token that comes twice ends it.</summary>
    sealed class Family
    {
        readonly Dictionary<string, bool> isUsed = [];

        public string Session { get; } = Guid.CreateVersion7().ToString();

        public bool IsRevoked { get; set; }

        public void Add(string token)
        {
            lock (isUsed)
                isUsed[token] = false;
        }

        public bool Use(string token)
        {
            lock (isUsed)
            {
                if (isUsed[token])
                    IsRevoked = true;
                isUsed[token] = true;
                return !IsRevoked;
            }
        }
    }
}
