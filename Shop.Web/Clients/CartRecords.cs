using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.Web.Clients;

public sealed record CartLine(
    Guid ProductId, string Sku, string Slug, string Name, string Brand, string PictureUrl, Money Price, Money? PreviousPrice, int Quantity, Money Amount, int Available,
    IReadOnlyList<string> Notices);

public sealed record CartContent(IReadOnlyList<CartLine> Lines, IReadOnlyList<CartLine> Saved, int Count, Money Subtotal, bool IsReady);

public sealed record CartCount(int Count);

public sealed record CartChange(Guid ProductId, int Quantity, bool IsLimited);

sealed record CartLineBody(Guid ProductId, int Quantity);

sealed record CartQuantityBody(int Quantity);

sealed record ViewedBody(Guid ProductId);

/// <summary>As Users keeps it and Catalog takes it.</summary>
public sealed record Address(
    Guid? Id, string? Recipient, string? Phone, string? Country, string? Region, string? City, string? District, string? Line1, string? Line2, string? PostalCode,
    bool IsDefaultShipping = false);

sealed record QuoteBody(Address? ShippingAddress, string? ShippingMethod, string? Coupon);

sealed record CheckoutBody(Address ShippingAddress, string ShippingMethod, string? Coupon, string PaymentToken, decimal ExpectedTotal);

public sealed record Quote(
    string Currency, IReadOnlyList<QuoteLine> Lines, decimal Subtotal, QuoteDiscount? Discount, QuoteShipping? Shipping, QuoteTax? Tax, decimal Total,
    IReadOnlyList<QuoteShipping> ShippingMethods);

public sealed record QuoteLine(Guid ProductId, string Sku, string Slug, string Name, decimal UnitPrice, int Quantity, decimal Amount, int Available);

public sealed record QuoteDiscount(string Coupon, decimal Amount);

public sealed record QuoteShipping(string Method, string Name, decimal Amount, DeliveryEstimate? Delivery = null);

public sealed record QuoteTax(string Name, decimal Rate, decimal Amount, bool Included);

public sealed record CheckoutAnswer(Guid OrderId, DateTimeOffset ReservedUntil);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CartContent))]
[JsonSerializable(typeof(CartCount))]
[JsonSerializable(typeof(CartChange))]
[JsonSerializable(typeof(CartLineBody))]
[JsonSerializable(typeof(CartQuantityBody))]
[JsonSerializable(typeof(QuoteBody))]
[JsonSerializable(typeof(CheckoutBody))]
[JsonSerializable(typeof(Quote))]
[JsonSerializable(typeof(CheckoutAnswer))]
[JsonSerializable(typeof(IReadOnlyList<Address>))]
[JsonSerializable(typeof(IReadOnlyList<ProductSummary>))]
[JsonSerializable(typeof(IReadOnlyList<Guid>))]
[JsonSerializable(typeof(ViewedBody))]
sealed partial class CartJson : JsonSerializerContext;
