namespace Shop.ServiceDefaults.Auth;

/// <summary>The claims in our tokens, by their standard names (RFC 7519, RFC 9068, OpenID Connect Core); nothing maps them to others.</summary>
public static class ClaimNames
{
    public const string Subject = "sub", Name = "name", Email = "email", EmailVerified = "email_verified", Role = "role",
        Session = "sid", Scope = "scope", ClientId = "client_id", Locale = "locale", Picture = "picture";

    /// <summary>Our own, in identity tokens: the person asked to stay signed in, so that a client's session may outlive the browser too.</summary>
    public const string Persistent = "persistent";
}
