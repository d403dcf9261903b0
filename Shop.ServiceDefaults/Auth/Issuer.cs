using Microsoft.Extensions.Configuration;

namespace Shop.ServiceDefaults.Auth;

/// <summary>Who issues the tokens: the shop's public origin, which is Web's address.</summary>
public static class Issuer
{
    public const string Setting = "Identity:Issuer";

    /// <summary>
    /// The issuer as it stands in tokens. A URI's written form has a slash after the authority, and <c>iss</c> is compared letter by letter.
    /// </summary>
    /// <exception cref="InvalidOperationException">The setting is missing, or is no address.</exception>
    public static Uri Read(IConfiguration configuration) =>
        Uri.TryCreate(configuration[Setting], UriKind.Absolute, out var issuer) && (issuer.Scheme == Uri.UriSchemeHttps || issuer.Scheme == Uri.UriSchemeHttp)
            ? issuer
            : throw new InvalidOperationException($"The setting {Setting} must be the public address of the shop, such as https://shop.example; it is '{configuration[Setting]}'.");
}
