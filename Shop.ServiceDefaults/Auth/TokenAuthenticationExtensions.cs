using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Shop.ServiceDefaults.Auth;

namespace Microsoft.Extensions.Hosting;

public static class TokenAuthenticationExtensions
{
    /// <summary>Clocks of machines differ a little; the library's five minutes would double a token's life.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Takes the access tokens that Users issues for <paramref name="scope"/>, and no others: its own keys, issuer, audience and algorithm.
    /// Each endpoint then names one of <see cref="Policies"/>, or says <c>AllowAnonymous</c>; one that says neither is refused to everyone.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="scope">One of <see cref="Scopes"/>: the service's own.</param>
    public static IHostApplicationBuilder AddTokenAuthentication(this IHostApplicationBuilder builder, string scope)
    {
        builder.Services.AddSigningKeys();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IConfigurationManager<OpenIdConnectConfiguration>>((options, keys) =>
            {
                options.ConfigurationManager = keys;
                options.MapInboundClaims = false;
                options.Events = TokenEvents.Create(scope);
                options.TokenValidationParameters = new()
                {
                    ValidIssuer = Issuer.Read(builder.Configuration).AbsoluteUri,
                    ValidAudience = scope,
                    ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
                    ValidTypes = ["at+jwt"],
                    // A token names its key. Trying all the others too is work that a stranger could ask for.
                    TryAllIssuerSigningKeys = false,
                    ClockSkew = ClockSkew,
                    NameClaimType = ClaimNames.Name,
                    RoleClaimType = ClaimNames.Role,
                    AuthenticationType = JwtConstants.TokenType,
                };
            })
            // A service that could never accept a token shall say so when it starts.
            .ValidateOnStart();
        builder.Services.AddPolicies(scope);
        builder.Services.AddOpenApiSecurity(scope);
        return builder;
    }
}
