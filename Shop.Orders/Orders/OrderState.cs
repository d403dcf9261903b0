using System.Text.Json.Serialization;

namespace Shop.Orders.Orders;

[JsonConverter(typeof(JsonStringEnumConverter<OrderState>))]
enum OrderState : short
{
    /// <summary>Accepted by Catalog, whose stock is reserved; the payment is on its way.</summary>
    [JsonStringEnumMemberName("submitted")]
    Submitted = 0,

    [JsonStringEnumMemberName("paid")]
    Paid = 1,

    /// <summary>All of it is on its way; with only a part shipped it is still paid.</summary>
    [JsonStringEnumMemberName("shipped")]
    Shipped = 2,

    /// <summary>The buyer has said so, or has kept silent for long enough.</summary>
    [JsonStringEnumMemberName("received")]
    Received = 3,

    /// <summary>The time for returns is over.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed = 4,

    /// <summary>It may be paid again.</summary>
    [JsonStringEnumMemberName("paymentFailed")]
    PaymentFailed = 5,

    [JsonStringEnumMemberName("cancelled")]
    Cancelled = 6,

    [JsonStringEnumMemberName("returnRequested")]
    ReturnRequested = 7,

    /// <summary>Returned, and all money given back.</summary>
    [JsonStringEnumMemberName("refunded")]
    Refunded = 8,
}

/// <summary>From which states an order may go to which: the whole machine.</summary>
static class OrderStates
{
    static readonly Dictionary<OrderState, OrderState[]> ComesFrom = new()
    {
        [OrderState.Submitted] = [OrderState.PaymentFailed],
        [OrderState.Paid] = [OrderState.Submitted],
        [OrderState.Shipped] = [OrderState.Paid],
        [OrderState.Received] = [OrderState.Shipped, OrderState.ReturnRequested],
        [OrderState.Completed] = [OrderState.Received],
        [OrderState.PaymentFailed] = [OrderState.Submitted],
        [OrderState.Cancelled] = [OrderState.Submitted, OrderState.PaymentFailed, OrderState.Paid],
        [OrderState.ReturnRequested] = [OrderState.Received],
        [OrderState.Refunded] = [OrderState.ReturnRequested],
    };

    public static OrderState[] Before(OrderState state) => ComesFrom[state];

    public static bool IsFinal(OrderState state) => state is OrderState.Completed or OrderState.Cancelled or OrderState.Refunded;
}
