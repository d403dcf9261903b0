using System.Globalization;

namespace Shop.Catalog.Checkout;

/// <summary>Pieces of a product. What else a client sends, such as a price, is not read.</summary>
sealed record LineRequest(Guid ProductId, int Quantity);

/// <summary>What is to be priced: the caller's cart, or the lines that come with the request.</summary>
record QuoteRequest
{
    public const int MostLines = 100, LargestQuantity = 99;

    /// <summary>Null for what is in the cart.</summary>
    public IReadOnlyList<LineRequest?>? Lines { get; init; }

    /// <summary>For a quote country and region are enough.</summary>
    public ShippingAddress? ShippingAddress { get; init; }

    /// <summary>The code of one of those that a quote offers; a quote without takes the cheapest.</summary>
    public string? ShippingMethod { get; init; }

    public string? Coupon { get; init; }
}

sealed record CheckoutRequest : QuoteRequest
{
    /// <summary>What the payment provider gave the browser for a card. It goes on to Orders and is kept nowhere here.</summary>
    public string? PaymentToken { get; init; }

    /// <summary>The total that the buyer has seen and agreed to.</summary>
    public decimal? ExpectedTotal { get; init; }

    /// <summary>Without the token and the address, wherever it may be written.</summary>
    public override string ToString() => $"{nameof(CheckoutRequest)} of {Lines?.Count.ToString(CultureInfo.InvariantCulture) ?? "the cart's"} lines";
}
