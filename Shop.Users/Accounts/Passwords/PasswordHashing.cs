using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Shop.Users.Accounts.Passwords;

/// <summary>
/// Hashing takes a processor for a tenth of a second. It is done in turns, so that a storm of sign-ins leaves processors for everything else,
/// and waits without holding a thread. Whatever hashes, also within <see cref="UserManager{TUser}"/>, runs in here:
/// <code>await hashing.RunAsync(() => users.CreateAsync(user, password), cancellationToken);</code>
/// </summary>
sealed class PasswordHashing : IDisposable
{
    static readonly AsyncLocal<bool> InTurn = new();

    readonly ConcurrencyLimiter turns;
    readonly string unknownHash;

    public PasswordHashing(IOptions<PasswordHashingOptions> options)
    {
        turns = new(new()
        {
            PermitLimit = options.Value.Parallelism,
            QueueLimit = options.Value.Queue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        unknownHash = HashOfNothing(options.Value.Iterations);
    }

    /// <summary>Whether the code that asks runs in a turn.</summary>
    public static bool IsInTurn => InTurn.Value;

    /// <summary>For an account that there is not: no password fits it, and to find that out takes as long as for any other.</summary>
    public string UnknownHash => unknownHash;

    /// <exception cref="HashingBusyException">Too many are waiting already.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        using var turn = await turns.AcquireAsync(1, cancellationToken);
        if (!turn.IsAcquired)
            throw new HashingBusyException();
        InTurn.Value = true;
        try
        {
            return await work();
        }
        finally
        {
            InTurn.Value = false;
        }
    }

    public void Dispose() => turns.Dispose();

    /// <summary>In the framework's form (version 3): the parameters decide what a comparison costs, so that the rest may be chance.</summary>
    static string HashOfNothing(int iterations)
    {
        const int Header = 13, Salt = 16, Subkey = 32, HmacSha512 = 2;
        Span<byte> hash = stackalloc byte[Header + Salt + Subkey];
        hash[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(hash[1..], HmacSha512);
        BinaryPrimitives.WriteInt32BigEndian(hash[5..], iterations);
        BinaryPrimitives.WriteInt32BigEndian(hash[9..], Salt);
        RandomNumberGenerator.Fill(hash[Header..]);
        return Convert.ToBase64String(hash);
    }
}

/// <summary>Answered with 503 and Retry-After, as everything is that would take too long.</summary>
sealed class HashingBusyException() : TimeoutException("Too many passwords wait to be hashed.");

/// <summary>The framework's hasher, which refuses to work out of turn: a call that forgot <see cref="PasswordHashing.RunAsync"/> is a mistake.</summary>
sealed class TurnPasswordHasher(IOptions<PasswordHasherOptions> options) : IPasswordHasher<User>
{
    readonly PasswordHasher<User> hasher = new(options);

    public string HashPassword(User user, string password)
    {
        RequireTurn();
        return hasher.HashPassword(user, password);
    }

    public PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
    {
        RequireTurn();
        return hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }

    static void RequireTurn()
    {
        if (!PasswordHashing.IsInTurn)
            throw new InvalidOperationException($"Passwords are hashed within {nameof(PasswordHashing)}.{nameof(PasswordHashing.RunAsync)} only.");
    }
}
