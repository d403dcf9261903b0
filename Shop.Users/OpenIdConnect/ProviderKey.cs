namespace Shop.Users.OpenIdConnect;

/// <summary>A key of the provider: shared by all replicas, protected by data protection, and published until no token of it can be valid.</summary>
sealed class ProviderKey
{
    public const string Signing = "signing", Encryption = "encryption";

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary><see cref="Signing"/> or <see cref="Encryption"/>.</summary>
    public required string Use { get; init; }

    /// <summary>The private key (PKCS #8), protected.</summary>
    public required string ProtectedKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Signs from then on: all replicas, and those who cache the public keys, know it by that time.</summary>
    public required DateTimeOffset ActiveFrom { get; init; }

    /// <summary>Published until then; null while it is the newest of its use.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}
