using Microsoft.Extensions.Localization;
using Shop.Web.Clients;
using Shop.Web.Resources;

namespace Shop.Web.Components.Orders;

/// <summary>What states and reasons are called.</summary>
static class OrderWords
{
    public static string State(IStringLocalizer<Text> T, string state) => state switch
    {
        "submitted" => T["Order.Submitted"],
        "paid" => T["Order.Paid"],
        "shipped" => T["Order.Shipped"],
        "received" => T["Order.Received"],
        "completed" => T["Order.Completed"],
        "paymentFailed" => T["Order.PaymentFailed"],
        "cancelled" => T["Order.Cancelled"],
        "returnRequested" => T["Order.ReturnRequested"],
        "refunded" => T["Order.Refunded"],
        _ => state,
    };

    /// <summary>A step of the history, which may be no change of state.</summary>
    public static string Step(IStringLocalizer<Text> T, OrderStep step) => (step.IsNote, step.Reason) switch
    {
        (true, "partShipped") => T["Order.PartShipped"],
        (true, "delivered") => T["Order.Delivered"],
        (true, "partRefunded") => T["Order.PartRefunded"],
        _ => State(T, step.State),
    };

    public static string Parcel(IStringLocalizer<Text> T, OrderParcel parcel) => parcel switch
    {
        { ReceivedAt: not null } => T["Order.Received"],
        { DeliveredAt: not null } => T["Order.Delivered"],
        { Tracking: [.., var last] } => Tracking(T, last.Status),
        _ => T["Order.HandedOver"],
    };

    /// <summary>What can be said of a parcel on its way, in the order in which it goes.</summary>
    public static IReadOnlyList<string> TrackingStatuses { get; } = ["inTransit", "outForDelivery", "attemptFailed", "delivered"];

    public static string Tracking(IStringLocalizer<Text> T, string status) => status switch
    {
        "inTransit" => T["Order.InTransit"],
        "outForDelivery" => T["Order.OutForDelivery"],
        "attemptFailed" => T["Order.AttemptFailed"],
        "delivered" => T["Order.Delivered"],
        _ => status,
    };

    /// <summary>Null where there is nothing to add to the step.</summary>
    public static string? Reason(IStringLocalizer<Text> T, OrderStep step) => step.Reason switch
    {
        null or "partShipped" or "delivered" or "partRefunded" or "byBuyer" or "paidAgain" or "returnWindowOver" => null,
        "notPaidInTime" => T["Order.NotPaidInTime"],
        "outOfStock" => T["Order.OutOfStock"],
        "silence" => T["Order.Silence"],
        "returnRefused" => T["Order.ReturnRefused"],
        "card_declined" => T["Order.CardDeclined"],
        "insufficient_funds" => T["Order.InsufficientFunds"],
        var written => written,
    };

    /// <summary>Which colour says it.</summary>
    public static string Tone(string state) => state switch
    {
        "paymentFailed" or "cancelled" => "tone-negative",
        "submitted" or "returnRequested" => "tone-warning",
        _ => "tone-positive",
    };
}
