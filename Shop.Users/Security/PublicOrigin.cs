using Microsoft.AspNetCore.HttpOverrides;
using Shop.ServiceDefaults.Auth;

namespace Shop.Users.Security;

/// <summary>The shop's one public address, which is the issuer's. It is configuration's, whatever a request says of itself.</summary>
sealed class PublicOrigin(IConfiguration configuration)
{
    public Uri Uri { get; } = Issuer.Read(configuration);

    public bool IsSecure => Uri.Scheme == Uri.UriSchemeHttps;

    /// <summary>With the prefix that says no other host has set it; browsers take it over HTTPS only.</summary>
    public string CookieName(string name) => IsSecure ? $"__Host-{name}" : name;

    public void Secure(CookieBuilder cookie, string name)
    {
        cookie.Name = CookieName(name);
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.IsEssential = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
    }
}

static class PublicOriginExtensions
{
    /// <summary>The networks, as CIDR, that Web's gateway may call from; the machine itself is always one.</summary>
    const string GatewayNetworks = "Identity:GatewayNetworks";

    public static void AddPublicOrigin(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PublicOrigin>();
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            // Who asks is for the gateway to say. Under which address is not: see below.
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor;
            foreach (var network in builder.Configuration.GetSection(GatewayNetworks).Get<string[]>() ?? [])
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        });
    }

    /// <summary>
    /// Every address that is made from a request (in mails, redirects, the discovery document) is the public one. A Host header that somebody
    /// made up comes to nothing.
    /// </summary>
    public static void UsePublicOrigin(this WebApplication app)
    {
        var origin = app.Services.GetRequiredService<PublicOrigin>().Uri;
        var host = HostString.FromUriComponent(origin);
        app.UseForwardedHeaders();
        app.Use((http, next) =>
        {
            (http.Request.Scheme, http.Request.Host) = (origin.Scheme, host);
            return next(http);
        });
    }
}
