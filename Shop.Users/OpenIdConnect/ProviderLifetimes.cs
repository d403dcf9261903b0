namespace Shop.Users.OpenIdConnect;

static class ProviderLifetimes
{
    /// <summary>The longest that anything of a revoked session works.</summary>
    public static readonly TimeSpan AccessToken = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan IdentityToken = TimeSpan.FromMinutes(5);

    /// <summary>It is redeemed by a redirect.</summary>
    public static readonly TimeSpan Code = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan RefreshToken = TimeSpan.FromDays(30);
}
