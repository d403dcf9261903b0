using System.ComponentModel.DataAnnotations;

namespace Shop.Users.Accounts.Passwords;

/// <summary>What a password's hash costs, and how many are computed at once.</summary>
sealed class PasswordHashingOptions
{
    public const string Section = "Identity:Hashing";

    /// <summary>Of PBKDF2-HMAC-SHA512. A password with fewer is hashed anew at its next sign-in.</summary>
    [Range(10_000, 10_000_000)]
    public int Iterations { get; init; } = 210_000;

    /// <summary>Half of the processors stay free for everything else.</summary>
    [Range(1, 1024)]
    public int Parallelism { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>How many may wait for their turn; who comes then is told to come again.</summary>
    [Range(0, 100_000)]
    public int Queue { get; init; } = 32;
}
