using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using Shop.Users.Data;
using Shop.Users.Security;

namespace Shop.Users.OpenIdConnect;

/// <summary>The provider's keys in the database: made once, for all replicas, and renewed on demand.</summary>
sealed class ProviderKeys(UsersContext context, ProviderKeyRing ring, IDataProtectionProvider protection, SecurityEvents events, TimeProvider time)
{
    const int SigningKeyBits = 3072, EncryptionKeyBytes = 32;

    /// <summary>From its publication until a new key signs: all replicas read the table meanwhile, and services the public keys.</summary>
    public static readonly TimeSpan Announced = TimeSpan.FromMinutes(10);

    /// <summary>After its last use, so long may something live that the key has signed or encrypted: a refresh token does.</summary>
    public static readonly TimeSpan KeptAfterUse = ProviderLifetimes.RefreshToken + TimeSpan.FromMinutes(5);

    readonly IDataProtector protector = protection.CreateProtector("Shop.Users.ProviderKeys");

    /// <summary>Reads the keys, after making the first ones where there are none, and hands them to the ring.</summary>
    public async Task LoadAsync(bool create, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await CurrentAsync(now, cancellationToken);
        if (rows.Count == 0 && create)
        {
            await ChangeAsync(async () =>
            {
                if (!await context.ProviderKeys.AnyAsync(key => key.ExpiresAt == null || key.ExpiresAt > now, cancellationToken))
                    AddPair(now, activeFrom: now);
            }, cancellationToken);
            rows = await CurrentAsync(now, cancellationToken);
        }
        if (rows.Count > 0)
            ring.Set(
                [.. InOrder(rows, ProviderKey.Signing, now).Select(SigningKey)],
                [.. InOrder(rows, ProviderKey.Encryption, now).Select(key => new SymmetricSecurityKey(Reveal(key)) { KeyId = Id(key) })]);
    }

    /// <summary>A new pair, and an end to the others. The caller's process knows it at once, the other replicas within a minute.</summary>
    /// <returns>From when on the new key signs.</returns>
    public async Task<DateTimeOffset> RotateAsync(Guid? actorId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var activeFrom = now + Announced;
        await ChangeAsync(async () =>
        {
            await context.ProviderKeys.Where(key => key.ExpiresAt == null)
                .ExecuteUpdateAsync(key => key.SetProperty(k => k.ExpiresAt, activeFrom + KeptAfterUse), cancellationToken);
            AddPair(now, activeFrom);
            events.Add(context, SecurityEventKinds.KeysRotated, userId: null, actorId);
        }, cancellationToken);
        await LoadAsync(create: false, cancellationToken);
        return activeFrom;
    }

    /// <summary>What has ended is of no more use to anyone.</summary>
    public Task<int> RemoveExpiredAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return context.ProviderKeys.Where(key => key.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>The one that is in use first: the newest that is active. Then those that will be, then those that were.</summary>
    internal static IEnumerable<ProviderKey> InOrder(IEnumerable<ProviderKey> keys, string use, DateTimeOffset now)
    {
        var newestFirst = keys.Where(key => key.Use == use).OrderByDescending(key => key.ActiveFrom).ThenByDescending(key => key.Id).ToList();
        var current = newestFirst.FirstOrDefault(key => key.ActiveFrom <= now);
        return current is null ? newestFirst : newestFirst.Where(key => key != current).Prepend(current);
    }

    Task<List<ProviderKey>> CurrentAsync(DateTimeOffset now, CancellationToken cancellationToken) => context.ProviderKeys.AsNoTracking()
        .Where(key => key.ExpiresAt == null || key.ExpiresAt > now)
        .ToListAsync(cancellationToken);

    /// <summary>One replica at a time, and all or nothing.</summary>
    Task ChangeAsync(Func<Task> change, CancellationToken cancellationToken) => context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
    {
        context.ChangeTracker.Clear();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('shop users provider keys', 0))", cancellationToken);
        await change();
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    });

    void AddPair(DateTimeOffset now, DateTimeOffset activeFrom)
    {
        using var rsa = RSA.Create(SigningKeyBits);
        Add(ProviderKey.Signing, rsa.ExportPkcs8PrivateKey());
        Add(ProviderKey.Encryption, RandomNumberGenerator.GetBytes(EncryptionKeyBytes));

        void Add(string use, byte[] key)
        {
            context.ProviderKeys.Add(new() { Use = use, ProtectedKey = Convert.ToBase64String(protector.Protect(key)), CreatedAt = now, ActiveFrom = activeFrom });
            CryptographicOperations.ZeroMemory(key);
        }
    }

    RsaSecurityKey SigningKey(ProviderKey key)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(Reveal(key), out _);
        return new(rsa) { KeyId = Id(key) };
    }

    byte[] Reveal(ProviderKey key) => protector.Unprotect(Convert.FromBase64String(key.ProtectedKey));

    static string Id(ProviderKey key) => key.Id.ToString("N");
}
