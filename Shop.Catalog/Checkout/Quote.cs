namespace Shop.Catalog.Checkout;

/// <summary>
/// What an order would cost. <see cref="Total"/> is subtotal - discount + shipping, plus the tax where prices don't hold it. Where the address is
/// not known yet, shipping and tax are null and not in the total.
/// </summary>
sealed record Quote(
    string Currency, IReadOnlyList<QuoteLine> Lines, decimal Subtotal, QuoteDiscount? Discount, QuoteShipping? Shipping, QuoteTax? Tax, decimal Total,
    IReadOnlyList<QuoteShipping> ShippingMethods);

/// <param name="ProductId">Of the product.</param>
/// <param name="Sku">Of the product.</param>
/// <param name="Slug">Of the product.</param>
/// <param name="Name">In the language of the request.</param>
/// <param name="UnitPrice">The price now.</param>
/// <param name="Quantity">Asked for.</param>
/// <param name="Amount">Price times quantity.</param>
/// <param name="Discount">The line's share of the discount.</param>
/// <param name="Tax">The line's share of the tax.</param>
/// <param name="Available">How many could be bought now, up to the most that an order takes.</param>
sealed record QuoteLine(
    Guid ProductId, string Sku, string Slug, string Name, decimal UnitPrice, int Quantity, decimal Amount, decimal Discount, decimal Tax, int Available);

sealed record QuoteDiscount(string Coupon, decimal Amount);

/// <param name="Method">Its code.</param>
/// <param name="Name">In the language of the request.</param>
/// <param name="Amount">What it costs for these lines.</param>
/// <param name="Delivery">When it arrives; null where that is not known.</param>
sealed record QuoteShipping(string Method, string Name, decimal Amount, DeliveryEstimate? Delivery);

/// <param name="Name">What the tax is called.</param>
/// <param name="Rate">A fraction.</param>
/// <param name="Amount">All of it, on goods and shipping.</param>
/// <param name="Included">Whether prices hold it already.</param>
sealed record QuoteTax(string Name, decimal Rate, decimal Amount, bool Included);
