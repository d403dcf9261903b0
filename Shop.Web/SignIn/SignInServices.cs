using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Shop.ServiceDefaults.Auth;
using Shop.Web.Security;
using Shop.Web.Sessions;

namespace Shop.Web.SignIn;

static class SignInServices
{
    public const string Scheme = "users";

    const string Backchannel = "sign-in";

    /// <summary>The same as services allow.</summary>
    static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(10);

    /// <summary>Signing in at Users by OpenID Connect, and the session that comes of it.</summary>
    public static void AddSignIn(this IHostApplicationBuilder builder)
    {
        var provider = new Provider(builder.Configuration);
        builder.AddSessions(provider.IsSecure);
        builder.Services.AddSingleton(provider);
        builder.Services.AddSigningKeys();
        builder.Services.AddHttpClient(Backchannel);
        builder.Services.AddAuthentication(static options =>
        {
            options.DefaultSignInScheme = Session.Scheme;
            options.DefaultForbidScheme = Session.Scheme;
            options.DefaultChallengeScheme = Scheme;
        }).AddOpenIdConnect(Scheme, static _ => { });
        builder.Services.AddAuthorization();
        builder.Services.AddOptions<OpenIdConnectOptions>(Scheme)
            .Configure<IHttpClientFactory, IConfigurationManager<OpenIdConnectConfiguration>>((options, clients, keys) =>
                Configure(options, provider, clients.CreateClient(Backchannel), (BaseConfigurationManager)keys));
        builder.Services.AddAntiforgery(options =>
        {
            options.Cookie.Name = WebCookies.OfHost(WebCookies.Form, provider.IsSecure);
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = Secure(provider);
        });
    }

    static void Configure(OpenIdConnectOptions options, Provider provider, HttpClient backchannel, BaseConfigurationManager keys)
    {
        options.ConfigurationManager = provider;
        options.Backchannel = backchannel;
        options.ClientId = Provider.ClientId;
        options.ClientSecret = provider.ClientSecret;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // A form posted from another page would come without the cookies that are Lax.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.Scope.Clear();
        foreach (var scope in (string[])["openid", "profile", "email", "offline_access", .. Scopes.All])
            options.Scope.Add(scope);
        options.SignInScheme = options.SignOutScheme = Session.Scheme;
        options.SaveTokens = true;
        options.MapInboundClaims = false;
        options.DisableTelemetry = true;
        options.TokenValidationParameters = new()
        {
            ConfigurationManager = keys,
            ValidIssuer = provider.Issuer.AbsoluteUri,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            TryAllIssuerSigningKeys = false,
            ClockSkew = ClockSkew,
            NameClaimType = ClaimNames.Name,
            RoleClaimType = ClaimNames.Role,
        };
        SetCookie(options.CorrelationCookie, WebCookies.Correlation, provider);
        SetCookie(options.NonceCookie, WebCookies.Nonce, provider);
        options.AccessDeniedPath = SignInProblem.DeniedPath;
        options.ReturnUrlParameter = SignInEndpoints.Back;
        options.Events = new SignInEvents(provider);
    }

    /// <summary>They come back with the browser's way from Users to Web, which Lax allows for links and redirects.</summary>
    static void SetCookie(CookieBuilder cookie, string name, Provider provider)
    {
        cookie.Name = WebCookies.OfPath(name, provider.IsSecure);
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = Secure(provider);
    }

    static CookieSecurePolicy Secure(Provider provider) => provider.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
}
