using System.ComponentModel.DataAnnotations;

namespace Shop.Catalog.Cart;

/// <summary>The section <c>Cart</c>.</summary>
sealed class CartOptions
{
    public const string Section = "Cart";

    /// <summary>How long a stranger's cart is kept after its last change. A person's stays.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan AnonymousLifetime { get; set; } = TimeSpan.FromDays(30);
}
