using System.ComponentModel.DataAnnotations;

namespace Shop.Orders;

/// <summary>The section <c>Orders</c>.</summary>
sealed class OrdersOptions
{
    public const string Section = "Orders";

    /// <summary>After so long a shipped order counts as received though the buyer has not said so.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan AutoConfirmAfter { get; set; } = TimeSpan.FromDays(10);

    /// <summary>So long after receipt a return may be asked for; then the order is complete.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan ReturnWindow { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How often a replica looks for work that another has left or whose time has come.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a replica holds what it does before another may take it: more than the gateway is given to answer, all its calls together.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan WorkLease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whoever watches an order that rests gets a sign of life so often: those in between end a stream that is silent, Web after a minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan SignOfLife { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>After so long a parcel is delivered by itself; null where a real carrier says so.</summary>
    public TimeSpan? SimulatedDelivery { get; set; }
}
