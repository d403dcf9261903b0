namespace Shop.Catalog.Stock;

/// <summary>Why stock has changed.</summary>
enum StockReason : short
{
    /// <summary>Goods came in.</summary>
    Received = 1,

    /// <summary>Staff corrected the count: broken, lost, found.</summary>
    Adjusted = 2,

    /// <summary>A checkout holds pieces that nobody else can buy meanwhile.</summary>
    Reserved = 3,

    /// <summary>Pieces came back from a reservation, or from a sale that was cancelled.</summary>
    Released = 4,

    /// <summary>An order was paid.</summary>
    Sold = 5,
}

/// <summary>
/// A line of the ledger, never changed. It has two accounts: what can be bought, whose sum is <c>products.stock</c>, and what lies on the
/// shelf. A reservation changes only the first and its sale only the second; between the two lies what is reserved.
/// </summary>
sealed class StockMovement
{
    public const int NoteLength = 200;

    public long Id { get; init; }

    public required Guid ProductId { get; init; }

    public required StockReason Reason { get; init; }

    public required int Available { get; init; }

    public required int OnHand { get; init; }

    /// <summary>The checkout that the movement belongs to; none for those of staff and of the seed.</summary>
    public Guid? Reference { get; init; }

    public string? Note { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Who of the staff made it.</summary>
    public Guid? By { get; init; }
}
