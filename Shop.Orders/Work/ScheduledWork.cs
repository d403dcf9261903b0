namespace Shop.Orders.Work;

enum WorkKind : short
{
    /// <summary>Authorise and capture; the subject is a payment.</summary>
    Pay = 1,

    /// <summary>The subject is a refund.</summary>
    Refund = 2,

    /// <summary>Takes the buyer's silence for receipt.</summary>
    AutoConfirm = 3,

    /// <summary>The time for returns is over.</summary>
    Complete = 4,

    /// <summary>Moves a parcel on, in development; the subject is a shipment.</summary>
    Carry = 5,
}

/// <summary>
/// Something that is to be done at a time, once: a row that any replica may take. Who takes it has it for a while; what has been done removes it
/// in the same transaction as its effect, and only as long as it is still theirs.
/// </summary>
sealed class ScheduledWork
{
    public required Guid Id { get; init; }

    public required WorkKind Kind { get; init; }

    public required Guid OrderId { get; init; }

    /// <summary>What it is about, where that is not the order.</summary>
    public Guid? SubjectId { get; init; }

    public required DateTimeOffset DueAt { get; set; }

    public int Attempts { get; set; }

    public string? LastError { get; set; }

    /// <summary>W3C trace context of whatever asked for it, so that a trace goes on over the wait.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Whoever holds it; another after each claim.</summary>
    public Guid? Claim { get; set; }

    /// <summary>After that anyone may take it: whoever had it is dead or hangs.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }
}
