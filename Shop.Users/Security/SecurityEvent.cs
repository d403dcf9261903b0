namespace Shop.Users.Security;

/// <summary>An entry of the audit log: something that happened to an account, or was tried. Holds no password, code or token.</summary>
sealed class SecurityEvent
{
    public const int KindLength = 40, DetailsLength = 400;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Null where no account was meant, as at a sign-in with an unknown address.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Who did it, where it was somebody else: an admin.</summary>
    public Guid? ActorId { get; init; }

    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? IpAddress { get; set; }

    public string? UserAgent { get; set; }

    public string? Details { get; init; }
}
