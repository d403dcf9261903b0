namespace Shop.Orders.Shipping;

/// <summary>How parcels go where there is no carrier: on their way after a quarter of the time, at the door of the buyer's street after three, and delivered.</summary>
static class SimulatedCarrier
{
    /// <param name="furthest">Of all that was said of the parcel; null where nothing was.</param>
    public static TrackingStatus Next(TrackingStatus? furthest) => furthest switch
    {
        null => TrackingStatus.InTransit,
        TrackingStatus.InTransit => TrackingStatus.OutForDelivery,
        _ => TrackingStatus.Delivered,
    };

    /// <summary>The part of the whole time after which it is so far.</summary>
    public static double After(TrackingStatus status) => status switch
    {
        TrackingStatus.InTransit => 0.25,
        TrackingStatus.OutForDelivery => 0.75,
        _ => 1,
    };
}
