namespace Shop.Users.Mail;

/// <summary>
/// A mail that is to be sent: written in the transaction of what it tells of, so that neither is without the other, and sent by whichever
/// replica claims it. Removed once sent, since it may hold a link that opens an account; Development keeps it for the mailbox.
/// </summary>
sealed class OutgoingMail
{
    public const int SubjectLength = 200, ErrorLength = 400;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whom it tells of, so that it goes when they go. Null where it tells nothing of an account that still is.</summary>
    public Guid? UserId { get; init; }

    public required string To { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    public required string Html { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null where nothing is left to do: it is sent, or <see cref="LastError"/> says why it never will be.</summary>
    public required DateTimeOffset? NextAttemptAt { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    public int Attempts { get; set; }

    public string? LastError { get; set; }
}
