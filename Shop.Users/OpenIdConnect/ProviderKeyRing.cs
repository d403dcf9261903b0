using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace Shop.Users.OpenIdConnect;

/// <summary>
/// The provider's keys as this process knows them: the first of each use is the one that signs or encrypts, the others are still, or already,
/// accepted. When they change, the library's options are made anew, so that nothing has to be restarted.
/// </summary>
sealed class ProviderKeyRing : IConfigureOptions<OpenIddictServerOptions>, IOptionsChangeTokenSource<OpenIddictServerOptions>, IConfigurationManager<OpenIdConnectConfiguration>
{
    sealed record Snapshot(IReadOnlyList<SigningCredentials> Signing, IReadOnlyList<EncryptingCredentials> Encryption, OpenIdConnectConfiguration Public)
    {
        public bool HasTheKeysOf(Snapshot other) => Ids.SequenceEqual(other.Ids);

        IEnumerable<string> Ids => [.. Signing.Select(key => key.Kid), .. Encryption.Select(key => key.Key.KeyId)];
    }

    volatile Snapshot? snapshot;
    ConfigurationReloadToken changed = new();

    /// <summary>Before that, no request can be authenticated, and none of the provider's answered.</summary>
    public bool IsReady => snapshot is not null;

    public string? Name => Options.DefaultName;

    public IReadOnlyList<string> SigningKeyIds => [.. Current.Signing.Select(key => key.Kid)];

    Snapshot Current => snapshot ?? throw new InvalidOperationException("The provider's keys have not been read yet.");

    /// <summary>Takes the keys in the order in which they are to be used.</summary>
    public void Set(IReadOnlyList<RsaSecurityKey> signing, IReadOnlyList<SymmetricSecurityKey> encryption)
    {
        var configuration = new OpenIdConnectConfiguration();
        foreach (var key in signing)
            configuration.SigningKeys.Add(key);
        var next = new Snapshot(
            [.. signing.Select(key => new SigningCredentials(key, SecurityAlgorithms.RsaSha256))],
            [.. encryption.Select(key => new EncryptingCredentials(key, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512))],
            configuration);
        if (snapshot?.HasTheKeysOf(next) == true)
            return;
        snapshot = next;
        Interlocked.Exchange(ref changed, new()).OnReload();
    }

    public void Configure(OpenIddictServerOptions options)
    {
        options.SigningCredentials.AddRange(Current.Signing);
        options.EncryptionCredentials.AddRange(Current.Encryption);
    }

    public IChangeToken GetChangeToken() => changed;

    /// <summary>For the tokens that this service's own interface is called with: no request to itself is needed.</summary>
    public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel) => Task.FromResult(Current.Public);

    public void RequestRefresh()
    {
    }
}
