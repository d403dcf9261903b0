using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using OpenIddict.Server;
using Shop.ServiceDefaults.Auth;
using Shop.Users.Data;
using static OpenIddict.Abstractions.OpenIddictConstants;
using ShopScopes = Shop.ServiceDefaults.Auth.Scopes;
using StandardScopes = OpenIddict.Abstractions.OpenIddictConstants.Scopes;

namespace Shop.Users.OpenIdConnect;

static class ProviderServices
{
    public static void AddProvider(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<ProviderKeyRing>();
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(static s => s.GetRequiredService<ProviderKeyRing>());
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(static s => s.GetRequiredService<ProviderKeyRing>());
        services.AddSingleton<IConfigurationManager<OpenIdConnectConfiguration>>(static s => s.GetRequiredService<ProviderKeyRing>());
        services.AddScoped<ProviderKeys>();
        services.AddHostedService<ProviderKeyReader>();
        services.AddScoped<ProviderClients>();
        services.AddScoped<TokenClaims>();
        services.AddHostedService<ProviderCleanup>();

        var issuer = Issuer.Read(builder.Configuration);
        services.AddOpenIddict()
            .AddCore(static core => core.UseEntityFrameworkCore().UseDbContext<UsersContext>().ReplaceDefaultEntities<Guid>())
            .AddServer(server =>
            {
                server.SetIssuer(issuer)
                    .SetAuthorizationEndpointUris("connect/authorize")
                    .SetTokenEndpointUris("connect/token")
                    .SetUserInfoEndpointUris("connect/userinfo")
                    .SetEndSessionEndpointUris("connect/logout")
                    .SetRevocationEndpointUris("connect/revoke")
                    .SetJsonWebKeySetEndpointUris(".well-known/jwks");
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowRefreshTokenFlow().AllowClientCredentialsFlow();
                server.RegisterScopes([StandardScopes.OpenId, StandardScopes.Profile, StandardScopes.Email, StandardScopes.OfflineAccess, .. ShopScopes.All]);
                server.RegisterClaims(
                    Claims.Subject, Claims.Name, Claims.Email, Claims.EmailVerified, Claims.Locale, Claims.Picture, Claims.Role, ClaimNames.Session, Claims.AuthenticationTime);
                server.DisableAccessTokenEncryption().UseReferenceRefreshTokens();
                server.SetAccessTokenLifetime(ProviderLifetimes.AccessToken)
                    .SetIdentityTokenLifetime(ProviderLifetimes.IdentityToken)
                    .SetAuthorizationCodeLifetime(ProviderLifetimes.Code)
                    .SetRefreshTokenLifetime(ProviderLifetimes.RefreshToken)
                    // A refresh token that comes twice has been stolen, or the client is at fault: there is no second chance.
                    .SetRefreshTokenReuseLeeway(null);
                server.Configure(static options =>
                {
                    // Not "plain", and no answer by a form that a script sends: our policy allows no script.
                    options.CodeChallengeMethods.Clear();
                    options.CodeChallengeMethods.Add(CodeChallengeMethods.Sha256);
                    options.ResponseModes.Clear();
                    options.ResponseModes.Add(ResponseModes.Query);
                });
                server.RedeemTokensOnce();

                var web = server.UseAspNetCore()
                    .EnableAuthorizationEndpointPassthrough()
                    .EnableTokenEndpointPassthrough()
                    .EnableUserInfoEndpointPassthrough()
                    .EnableEndSessionEndpointPassthrough()
                    .EnableStatusCodePagesIntegration();
                // Where the shop itself is at an address without TLS, as on a developer's machine.
                if (issuer.Scheme == Uri.UriSchemeHttp)
                    web.DisableTransportSecurityRequirement();
            });
    }

    /// <summary>
    /// Until the keys are there, the framework can't even look at a request. Only health is answered, which nobody has to sign in for.
    /// </summary>
    public static void UseProvider(this WebApplication app)
    {
        var ring = app.Services.GetRequiredService<ProviderKeyRing>();
        app.Use((http, next) =>
        {
            if (ring.IsReady)
                return next(http);
            if (http.Request.Path.Value is "/health" or "/alive")
                return http.GetEndpoint()!.RequestDelegate!(http);
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = "1";
            return Task.CompletedTask;
        });
        app.UseAuthentication();
        app.UseAuthorization();
    }

    public static void MapProvider(this WebApplication app)
    {
        app.MapAuthorize();
        app.MapToken();
        app.MapUserInfo();
        app.MapLogout();
        app.MapKeys();
    }
}
