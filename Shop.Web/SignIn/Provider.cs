using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Shop.Web.SignIn;

/// <summary>
/// The identity provider as Web sees it. Where the browser goes is at the shop's public address; what Web asks itself goes to Users by its
/// service name. All of it is known without asking, so that a sign-in can begin while Users is away.
/// </summary>
sealed class Provider(IConfiguration configuration) : IConfigurationManager<OpenIdConnectConfiguration>
{
    public const string ClientId = "shop-web";

    public static readonly Uri TokenEndpoint = new("https+http://users/connect/token");

    const string SecretSetting = $"Identity:Clients:{ClientId}:Secret";

    /// <summary>The shop's public origin, as it stands in tokens.</summary>
    public Uri Issuer { get; } = ServiceDefaults.Auth.Issuer.Read(configuration);

    public string ClientSecret { get; } = configuration[SecretSetting] is { Length: > 0 } secret
        ? secret
        : throw new InvalidOperationException($"The setting {SecretSetting} is missing: the secret by which Users knows Web.");

    public bool IsSecure => Issuer.Scheme == Uri.UriSchemeHttps;

    /// <summary>
    /// By the host alone. An ingress that does not say that it was HTTPS would else be sent round in a circle; and who has really come without
    /// it goes on with it, since all that leads back does.
    /// </summary>
    public bool IsAt(HttpRequest request) => string.Equals(Issuer.Authority, request.Host.ToUriComponent(), StringComparison.OrdinalIgnoreCase);

    /// <summary>A path's address at the public origin.</summary>
    public string Public(string path) => Issuer.GetLeftPart(UriPartial.Authority) + path;

    public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel) => Task.FromResult(new OpenIdConnectConfiguration
    {
        Issuer = Issuer.AbsoluteUri,
        AuthorizationEndpoint = Public("/connect/authorize"),
        EndSessionEndpoint = Public("/connect/logout"),
        TokenEndpoint = TokenEndpoint.OriginalString,
    });

    public void RequestRefresh()
    {
        // Nothing of this changes, and the keys are kept elsewhere.
    }
}
