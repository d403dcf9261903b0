namespace Shop.Users.Mail;

/// <summary>
/// A mail that is to be sent: written in the transaction of what it tells of, so that neither is without the other, and sent by whichever
/// replica claims it. Removed once sent, since it may hold a link that opens an account; Development keeps it for the mailbox.
/// </summary>
sealed class OutgoingMail
{
    public const int SubjectLength = 200;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string To { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    public required string Html { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset NextAttemptAt { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    public int Attempts { get; set; }

    public string? LastError { get; set; }
}
