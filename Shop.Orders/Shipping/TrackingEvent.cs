using System.Text.Json.Serialization;

namespace Shop.Orders.Shipping;

/// <summary>Where a parcel is, after it was handed to the carrier.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrackingStatus>))]
enum TrackingStatus : short
{
    [JsonStringEnumMemberName("inTransit")]
    InTransit = 1,

    [JsonStringEnumMemberName("outForDelivery")]
    OutForDelivery = 2,

    /// <summary>Nobody was there; it is tried again.</summary>
    [JsonStringEnumMemberName("attemptFailed")]
    AttemptFailed = 3,

    /// <summary>The last that is said of a parcel.</summary>
    [JsonStringEnumMemberName("delivered")]
    Delivered = 4,
}

/// <summary>What the carrier says of a parcel, or staff in its name.</summary>
sealed class TrackingEvent
{
    public const int PlaceLength = 100;

    public required Guid Id { get; init; }

    public required Guid ShipmentId { get; init; }

    public required TrackingStatus Status { get; init; }

    public string? Place { get; init; }

    public required DateTimeOffset At { get; init; }
}
