using Shop.Catalog.Products;

namespace Shop.Catalog.Cart;

/// <summary>What the buyer should know of a line.</summary>
static class CartNotices
{
    public const string PriceChanged = "priceChanged", NotAvailable = "notAvailable", FewerLeft = "fewerLeft";
}

/// <summary>A line as it stands now.</summary>
/// <param name="ProductId">Of the product.</param>
/// <param name="Sku">Of the product.</param>
/// <param name="Slug">Of the product.</param>
/// <param name="Name">In the language of the request.</param>
/// <param name="Brand">Of the product.</param>
/// <param name="PictureUrl">Of the product.</param>
/// <param name="Price">Of one piece, now.</param>
/// <param name="PreviousPrice">What it cost when the buyer last saw it, where that was something else.</param>
/// <param name="Quantity">How many are wanted.</param>
/// <param name="Amount">Price times quantity.</param>
/// <param name="Available">How many could be bought now, up to the most that an order takes.</param>
/// <param name="Notices">Any of priceChanged, notAvailable (sold out, or no longer sold) and fewerLeft (than are wanted).</param>
sealed record CartLine(
    Guid ProductId, string Sku, string Slug, string Name, string Brand, string PictureUrl, Money Price, Money? PreviousPrice, int Quantity, Money Amount, int Available,
    IReadOnlyList<string> Notices);

/// <summary>
/// The cart at the prices and with the stock of now. <see cref="Count"/> is of pieces; <see cref="Subtotal"/> leaves out what is not available;
/// <see cref="IsReady"/> says that all of it could be ordered as it is.
/// </summary>
sealed record CartResponse(IReadOnlyList<CartLine> Lines, IReadOnlyList<CartLine> Saved, int Count, Money Subtotal, bool IsReady);

sealed record CartSummary(int Count);

sealed record CartLineRequest(Guid ProductId, int Quantity);

sealed record CartQuantityRequest(int Quantity);

/// <summary>How many pieces are in the cart now; <see cref="IsLimited"/> where more were wanted than there are, or than an order takes.</summary>
sealed record CartChangeResponse(Guid ProductId, int Quantity, bool IsLimited);
