namespace Shop.Users.Mail;

/// <summary>What a mail has to say: the texts <c>Kind.Subject</c>, <c>Kind.Text</c>, and where they exist <c>Kind.Action</c> and <c>Kind.Note</c>.</summary>
sealed record Letter(string Kind, string To, string Language)
{
    /// <summary>Whom it tells of.</summary>
    public Guid? UserId { get; init; }

    /// <summary>
    /// Whom it greets by name. Only who has confirmed the address: otherwise a stranger could use our mails to send a text of theirs to anyone.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>The path and query of the page where the action is done.</summary>
    public string? Link { get; init; }

    /// <summary>What fills the places in its texts.</summary>
    public object[] Values { get; init; } = [];

    /// <summary>What stands in a table below its text.</summary>
    public IReadOnlyList<MailRow> Rows { get; init; } = [];

    /// <summary>The text that says why it was sent.</summary>
    public string Closing { get; init; } = "Closing";
}

/// <summary>A row of a mail's table.</summary>
public sealed record MailRow(string Label, string Value);
