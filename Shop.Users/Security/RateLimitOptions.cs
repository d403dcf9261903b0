namespace Shop.Users.Security;

/// <summary>What strangers may do only so often.</summary>
enum RateLimited
{
    /// <summary>A try at a password or a code.</summary>
    SignIn,

    /// <summary>An account that is made.</summary>
    Register,

    /// <summary>A mail that somebody makes the shop send.</summary>
    Mail,
}

/// <summary>So many within any such time.</summary>
sealed record RateLimit(int Permits, TimeSpan Window);

/// <summary>In configuration under <see cref="Section"/>, such as <c>Identity:Limits:SignIn:PerAccount:Permits</c>.</summary>
sealed class RateLimitOptions
{
    public const string Section = "Identity:Limits";

    public Limits SignIn { get; } = new() { PerAccount = Minutes(10, 1), PerAddress = Minutes(30, 1) };

    public Limits Register { get; } = new() { PerAccount = Minutes(5, 10), PerAddress = Minutes(5, 10) };

    public Limits Mail { get; } = new() { PerAccount = Minutes(3, 10), PerAddress = Minutes(20, 10) };

    public Limits For(RateLimited action) => action switch
    {
        RateLimited.SignIn => SignIn,
        RateLimited.Register => Register,
        RateLimited.Mail => Mail,
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    static RateLimit Minutes(int permits, int minutes) => new(permits, TimeSpan.FromMinutes(minutes));

    internal sealed class Limits
    {
        public required RateLimit PerAccount { get; set; }

        public required RateLimit PerAddress { get; set; }
    }
}
