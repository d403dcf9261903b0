using System.Security.Cryptography;

namespace Shop.Users.Accounts;

/// <summary>Stands in every token and cookie of an account. A new one voids them all.</summary>
static class SecurityStamp
{
    public static string New() => Convert.ToHexString(RandomNumberGenerator.GetBytes(20));

    public static void Renew(this User user, DateTimeOffset now)
    {
        user.SecurityStamp = New();
        user.Touch(now);
    }

    /// <summary>The concurrency stamp makes a change that began before this one fail.</summary>
    public static void Touch(this User user, DateTimeOffset now)
    {
        user.ConcurrencyStamp = Guid.NewGuid().ToString();
        user.UpdatedAt = now;
    }
}
