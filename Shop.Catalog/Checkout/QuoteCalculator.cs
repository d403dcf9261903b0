using Shop.Catalog.Coupons;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Checkout;

/// <summary>Where an order goes, as far as it decides what it costs.</summary>
sealed record Destination(string Country, string? Region);

/// <summary>What an order costs: rules alone, of which nothing is read or written.</summary>
static class QuoteCalculator
{
    /// <param name="lines">Products and how many of each.</param>
    /// <param name="coupon">One that may be used.</param>
    /// <param name="destination">Null where it is not known yet: the quote is then without shipping and tax.</param>
    /// <param name="method">The code of the shipping method; null for the cheapest.</param>
    /// <param name="options">Shipping and taxes.</param>
    /// <param name="today">From which on the days of the delivery are counted.</param>
    public static Quote Calculate(
        IReadOnlyList<(ProductForSale Product, int Quantity)> lines, Coupon? coupon, Destination? destination, string? method, CheckoutOptions options, DateOnly today)
    {
        var amounts = lines.Select(line => Amounts.Round(line.Product.Price * line.Quantity)).ToArray();
        var subtotal = amounts.Sum() + 0.00m;
        var discount = coupon?.DiscountOn(subtotal) ?? 0.00m;
        var discounts = Amounts.Split(discount, amounts);
        var goods = subtotal - discount;

        var methods = destination is null ? [] : MethodsTo(destination.Country, lines.Sum(line => (long)line.Product.WeightGrams * line.Quantity), goods, options, today);
        var shipping = method is null ? methods.FirstOrDefault() : methods.Find(candidate => candidate.Method == method);

        var rule = destination is null ? null : options.Taxes.TryGetValue(destination.Country, out var found) ? found : null;
        var tax = rule is not null
            ? TaxOn(goods, shipping?.Amount ?? 0, rule, rule.RateIn(destination!.Region))
            : null;
        var taxes = TaxesOfLines(amounts, discounts, rule, shipping?.Amount ?? 0, tax?.Amount ?? 0);

        return new(
            options.Currency,
            [.. lines.Select((line, i) => new QuoteLine(
                line.Product.Id, line.Product.Sku, line.Product.Slug, Language.Choose(line.Product.NameEn, line.Product.NameZh), line.Product.Price, line.Quantity,
                amounts[i], discounts[i], taxes[i], Math.Min(line.Product.Stock, QuoteRequest.LargestQuantity)))],
            subtotal,
            coupon is null ? null : new(coupon.Code, discount),
            shipping,
            tax,
            goods + (shipping?.Amount ?? 0) + (tax is { Included: false } ? tax.Amount : 0),
            methods);
    }

    /// <summary>The cheapest first.</summary>
    static List<QuoteShipping> MethodsTo(string country, long grams, decimal goods, CheckoutOptions options, DateOnly today) =>
        [.. options.ShippingMethods
            .Select(method => (Method: method, Price: method.PriceFor(country, grams, goods)))
            .Where(offer => offer.Price is not null)
            .Select(offer => new QuoteShipping(offer.Method.Code, Language.Choose(offer.Method.NameEn, offer.Method.NameZh), offer.Price!.Value, offer.Method.WorkingDays?.EstimateFrom(today, options.Holidays)))
            .OrderBy(offer => offer.Amount)];

    static QuoteTax TaxOn(decimal goods, decimal shipping, TaxRule rule, decimal rate) =>
        new(Language.Choose(rule.NameEn, rule.NameZh), rate, rule.On(rule.OnShipping ? goods + shipping : goods, rate), rule.Included);

    /// <summary>The shares of the lines; where shipping is taxed too, the rest is its own.</summary>
    static decimal[] TaxesOfLines(decimal[] amounts, decimal[] discounts, TaxRule? rule, decimal shipping, decimal tax)
    {
        var taxed = amounts.Zip(discounts, static (amount, discount) => amount - discount).ToList();
        if (rule is { OnShipping: true })
            taxed.Add(shipping);
        return Amounts.Split(tax, taxed);
    }
}
