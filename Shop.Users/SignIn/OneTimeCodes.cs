using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Shop.Users.Data;

namespace Shop.Users.SignIn;

/// <summary>
/// The codes of an authenticator app (TOTP, RFC 6238: HMAC-SHA1, six digits, thirty seconds). Of each time step one code is taken once, for
/// whatever purpose: who has looked over a shoulder is too late.
/// </summary>
sealed class OneTimeCodes(UsersContext context, TimeProvider time)
{
    const int Digits = 6, Modulus = 1_000_000;

    static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <summary>One step before and one after: phones' clocks are nearly right, and typing takes a while.</summary>
    const int Tolerance = 1;

    /// <param name="key">The shared secret.</param>
    /// <returns>Whether it is right, and has not been used.</returns>
    public async Task<bool> UseAsync(Guid userId, byte[] key, string code, CancellationToken cancellationToken)
    {
        if (Find(key, code) is not { } step)
            return false;
        // Guarded: of two with the same code one is refused.
        return await context.Users.Where(u => u.Id == userId && (u.LastTwoFactorStep == null || u.LastTwoFactorStep < step))
            .ExecuteUpdateAsync(u => u.SetProperty(p => p.LastTwoFactorStep, step), cancellationToken) == 1;
    }

    internal static string Compute(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)], hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // What the apps speak; as a keyed hash it is sound.
        HMACSHA1.HashData(key, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xf)..]) & int.MaxValue;
        return (number % Modulus).ToString($"D{Digits}", CultureInfo.InvariantCulture);
    }

    internal long StepNow => time.GetUtcNow().ToUnixTimeSeconds() / (long)Step.TotalSeconds;

    /// <summary>The step whose code it is. All are compared, and each in the same time.</summary>
    long? Find(byte[] key, string code)
    {
        var given = Encoding.UTF8.GetBytes(string.Concat(code.Where(static c => !char.IsWhiteSpace(c))));
        long? found = null;
        var now = StepNow;
        for (var step = now - Tolerance; step <= now + Tolerance; step++)
            if (CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(Compute(key, step))))
                found = step;
        return found;
    }
}
