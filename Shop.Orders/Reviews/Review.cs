namespace Shop.Orders.Reviews;

/// <summary>What a buyer says of a line that they have received: one for each.</summary>
sealed class Review
{
    public const int TitleLength = 120, TextLength = 4000, AuthorLength = 100, ReasonLength = 500;

    public required Guid Id { get; init; }

    public required Guid OrderId { get; init; }

    public required int Position { get; init; }

    public required Guid ProductId { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>What others see as the writer's name.</summary>
    public required string Author { get; set; }

    /// <summary>1 to 5.</summary>
    public required int Rating { get; set; }

    public required string Title { get; set; }

    /// <summary>Plain text.</summary>
    public required string Text { get; set; }

    /// <summary>Grows with each change that Catalog must hear of.</summary>
    public required int Version { get; set; }

    public int Helpful { get; set; }

    /// <summary>Why staff hides it; null where it is shown.</summary>
    public string? HiddenReason { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public bool IsEditable(DateTimeOffset now) => now - CreatedAt <= Editable;

    static readonly TimeSpan Editable = TimeSpan.FromDays(30);
}

/// <summary>One person finds a review helpful.</summary>
sealed class HelpfulVote
{
    public required Guid ReviewId { get; init; }

    public required Guid UserId { get; init; }
}
