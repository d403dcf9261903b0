using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.Web.Clients;

public sealed record OrderSummary(Guid Id, string Number, string State, DateTimeOffset PlacedAt, Money Total, int Pieces, IReadOnlyList<OrderSummaryLine> Lines);

public sealed record OrderSummaryLine(string Slug, string Sku, string Name, int Quantity);

public sealed record OrderPage(IReadOnlyList<OrderSummary> Items, string? Next);

public sealed record Order(
    Guid Id, string Number, string State, DateTimeOffset PlacedAt, IReadOnlyList<OrderLine> Lines, Money Subtotal, string? Coupon, Money Discount, Money Shipping, Money Tax, bool TaxIncluded,
    Money Total, Money Refunded, Address ShippingAddress, IReadOnlyList<OrderStep> Timeline, IReadOnlyList<OrderParcel> Parcels, OrderActions Actions)
{
    /// <summary>For staff only, as the notes are.</summary>
    public IReadOnlyList<OrderPayment> Payments { get; init; } = [];

    public IReadOnlyList<OrderNote> Notes { get; init; } = [];

    /// <summary>What could still be given back.</summary>
    public decimal Refundable => Payments.Where(static payment => payment.State == "captured").Sum(static payment => payment.Amount.Amount) - Refunded.Amount;
}

public sealed record OrderPayment(int Attempt, string State, Money Amount);

public sealed record OrderNote(Guid Id, DateTimeOffset At, string Text);

public sealed record OrderLine(int Position, Guid ProductId, string Sku, string Slug, string Name, Money UnitPrice, int Quantity, int Shipped, Money Amount, Guid? ReviewId);

public sealed record OrderStep(string State, DateTimeOffset At, string Actor, string? Reason, bool IsNote);

public sealed record OrderParcel(Guid Id, string Carrier, string TrackingNumber, DateTimeOffset ShippedAt, DateTimeOffset? DeliveredAt, DateTimeOffset? ReceivedAt)
{
    /// <summary>What the carrier has said, the first first.</summary>
    public IReadOnlyList<OrderTracking> Tracking { get; init; } = [];
}

public sealed record OrderTracking(string Status, string? Place, DateTimeOffset At);

public sealed record OrderActions(bool Cancel, bool Pay, bool Confirm, bool Return, bool Review, bool Ship = false);

public sealed record Review(Guid Id, string Author, int Rating, string Title, string Text, int Helpful, DateTimeOffset CreatedAt, bool IsEdited)
{
    public IReadOnlyList<ReviewPicture> Pictures { get; init; } = [];
}

/// <param name="Id">Of the picture.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Preview">Where it is in the size for lists; null from an Orders of before there was one.</param>
/// <param name="PreviewWidth">In pixels.</param>
public sealed record ReviewPicture(Guid Id, string Address, int Width, int Height, string? Preview = null, int PreviewWidth = 0)
{
    /// <summary>For srcset.</summary>
    public string? Set => Preview is null ? null : string.Create(CultureInfo.InvariantCulture, $"{Preview} {PreviewWidth}w, {Address} {Width}w");
}

public sealed record ReviewPage(IReadOnlyList<Review> Items, string? Next, decimal Average, int Count, IReadOnlyList<int> Histogram);

sealed record ReasonBody(string? Reason);

sealed record PayBody(string PaymentToken);

sealed record ReviewBody(int Rating, string Title, string Text);

/// <summary>A parcel with these pieces; with all that is left where there are none.</summary>
sealed record ShipBody(string Carrier, string TrackingNumber, IReadOnlyList<ShipLine>? Lines);

sealed record ShipLine(int Position, int Quantity);

/// <summary>Where a parcel is now.</summary>
sealed record TrackBody(string Status, string? Place);

sealed record RefundBody(decimal Amount, string Reason);

sealed record NoteBody(string Text);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(OrderPage))]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(ReviewPage))]
[JsonSerializable(typeof(Review))]
[JsonSerializable(typeof(ReviewPicture))]
[JsonSerializable(typeof(ReasonBody))]
[JsonSerializable(typeof(PayBody))]
[JsonSerializable(typeof(ReviewBody))]
[JsonSerializable(typeof(ShipBody))]
[JsonSerializable(typeof(TrackBody))]
[JsonSerializable(typeof(RefundBody))]
[JsonSerializable(typeof(NoteBody))]
sealed partial class OrderJson : JsonSerializerContext;
