using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Shop.ServiceDefaults.Data;

namespace Shop.ServiceDefaults.Auth;

/// <summary>
/// The public keys of Users, read by its service name and not through the public address, kept, and read anew in the background before
/// they are old. A token with an unknown key makes them be read at once, so that a key that came out of turn is known to the very request
/// that brings it. The library's own manager would make that request fail, and let all wait for each other where Users is away.
/// </summary>
internal sealed class SigningKeys(IHttpClientFactory clients, TimeProvider time, ILogger<SigningKeys> logger)
    : BaseConfigurationManager, IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    internal const string ClientName = "signing-keys";

    /// <summary>Less than the time that a new key is published before it signs.</summary>
    internal static readonly TimeSpan Freshness = TimeSpan.FromMinutes(5);

    /// <summary>Between two readings for an unknown key, since anyone may send tokens with any, and between two that failed.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Less than a caller's single try.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private static readonly Uri Address = new("https+http://users/.well-known/jwks");

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private volatile OpenIdConnectConfiguration? _known;
    private Task<OpenIdConnectConfiguration>? _reading;
    private long _tried;
    private bool _isWanted;
    private bool _hasFailed;

    public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        var known = _known;
        if (known is not null && !Volatile.Read(ref _isWanted))
        {
            if (time.GetElapsedTime(Volatile.Read(ref _tried)) > (Volatile.Read(ref _hasFailed) ? Pause : Freshness))
                _ = ReadOnceAsync();
            return Task.FromResult(known);
        }
        // One reading for all who ask meanwhile; who asked first may leave without spoiling it for the others.
        return ReadOnceAsync().WaitAsync(cancel);
    }

    public override async Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) => await GetConfigurationAsync(cancel);

    public override void RequestRefresh()
    {
        if (time.GetElapsedTime(Volatile.Read(ref _tried)) > Pause)
            Volatile.Write(ref _isWanted, true);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private Task<OpenIdConnectConfiguration> ReadOnceAsync()
    {
        lock (_gate)
            return _reading ??= Task.Run(ReadAsync);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever it is, the keys could not be read.")]
    private async Task<OpenIdConnectConfiguration> ReadAsync()
    {
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            deadline.CancelAfter(Patience);
            using var client = clients.CreateClient(ClientName);
            var read = Parse(await client.GetStringAsync(Address, deadline.Token));
            _known = read;
            Volatile.Write(ref _hasFailed, false);
            return read;
        }
        catch (Exception exception)
        {
            Volatile.Write(ref _hasFailed, true);
            if (!_stopping.IsCancellationRequested)
                logger.LogWarning("The keys of the identity provider can't be read ({Reason}).", DatabaseFailure.Describe(exception));
            return _known ?? throw new SigningKeysUnavailableException(exception);
        }
        finally
        {
            lock (_gate)
            {
                Volatile.Write(ref _tried, time.GetTimestamp());
                Volatile.Write(ref _isWanted, false);
                _reading = null;
            }
        }
    }

    private static OpenIdConnectConfiguration Parse(string document)
    {
        var configuration = new OpenIdConnectConfiguration { JsonWebKeySet = new JsonWebKeySet(document) };
        foreach (var key in configuration.JsonWebKeySet.GetSigningKeys())
            configuration.SigningKeys.Add(key);
        return configuration.SigningKeys.Count > 0
            ? configuration
            : throw new InvalidOperationException("The identity provider publishes no key.");
    }
}
