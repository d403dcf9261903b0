using Shop.Catalog.Coupons;
using Shop.Catalog.Products;

namespace Shop.Catalog.Checkout;

/// <summary>Prices a request that has passed <see cref="QuoteRules"/>, with what was read for it.</summary>
sealed class Quotes(CheckoutOptions options, TimeProvider time)
{
    /// <summary>Null, and what is wrong, where a product is not sold, the coupon can't be used or nothing ships it there.</summary>
    public Quote? Make(QuoteRequest request, Destination? destination, CheckoutReads reads, Dictionary<string, string[]> errors)
    {
        var lines = new List<(ProductForSale Product, int Quantity)>();
        for (var i = 0; i < request.Lines!.Count; i++)
        {
            var line = request.Lines[i]!;
            if (reads.Products.TryGetValue(line.ProductId, out var product) && product.Status == ProductStatus.Published && product.Currency == options.Currency)
                lines.Add((product, line.Quantity));
            else
                errors[$"lines[{i}].productId"] = [CheckoutTexts.NotSold];
        }
        if (errors.Count > 0)
            return null;

        var coupon = string.IsNullOrWhiteSpace(request.Coupon) ? null : CheckCoupon(reads.Coupon, lines.Sum(line => line.Product.Price * line.Quantity), errors);
        var method = string.IsNullOrWhiteSpace(request.ShippingMethod) ? null : request.ShippingMethod;
        var quote = QuoteCalculator.Calculate(lines, coupon, destination, method, options, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        if (destination is not null && quote.Shipping is null)
            errors["shippingMethod"] = [quote.ShippingMethods.Count == 0 ? CheckoutTexts.NoMethod : CheckoutTexts.Method];
        return errors.Count > 0 ? null : quote;
    }

    Coupon? CheckCoupon(CouponOffer? offer, decimal total, Dictionary<string, string[]> errors)
    {
        if (offer is not null && offer.Obstacle(total, options.Currency, time.GetUtcNow()) is null)
            return offer.Coupon;
        errors["coupon"] = [offer?.Obstacle(total, options.Currency, time.GetUtcNow()) ?? CouponTexts.Unknown];
        return null;
    }
}
