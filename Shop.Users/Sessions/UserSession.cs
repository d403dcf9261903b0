namespace Shop.Users.Sessions;

/// <summary>One sign-in on one device. Its id is the claim <c>sid</c> of the cookie and of all tokens that come from it.</summary>
sealed class UserSession
{
    public const int UserAgentLength = 400, IpAddressLength = 45;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid UserId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether the person asked to stay signed in: then it outlives the browser, and idle weeks.</summary>
    public required bool IsPersistent { get; init; }

    /// <summary>To the minute: it is not worth a write at each request.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    public string? IpAddress { get; set; }

    public string? UserAgent { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }
}
