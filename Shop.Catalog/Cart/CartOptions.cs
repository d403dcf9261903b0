using System.ComponentModel.DataAnnotations;

namespace Shop.Catalog.Cart;

/// <summary>The section <c>Cart</c>.</summary>
sealed class CartOptions
{
    public const string Section = "Cart";

    /// <summary>How long a stranger's cart is kept after its last change. A person's stays.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan AnonymousLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>So many changes may strangers make from one address within <see cref="StrangerWindow"/>.</summary>
    [Range(1, int.MaxValue)]
    public int StrangerChanges { get; set; } = 600;

    /// <summary>As so many changes counts one that makes a cart.</summary>
    [Range(1, 1000)]
    public int NewCartCounts { get; set; } = 10;

    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan StrangerWindow { get; set; } = TimeSpan.FromMinutes(10);
}
