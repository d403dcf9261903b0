using System.ComponentModel.DataAnnotations;
using CsCheck;
using Shop.Catalog.Checkout;
using Shop.Catalog.Coupons;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Checkout;

public sealed class QuoteCalculatorTests
{
    static readonly CheckoutOptions Options = CheckoutRules.Options();

    static readonly DateOnly Today = new(2026, 11, 25);

    static readonly Gen<decimal> Price = Gen.Int[0, 100_000_00].Select(cents => cents / 100m);

    static readonly Gen<(ProductForSale, int)> Line = Gen.Select(Price, Gen.Int[1, 99], Gen.Int[0, 3000], (price, quantity, grams) => (CheckoutRules.Product(price, weightGrams: grams), quantity));

    static readonly Gen<Coupon?> AnyCoupon = Gen.OneOf(
        Gen.Const((Coupon?)null),
        Gen.Int[0, 100_00].Select(percent => (Coupon?)Coupon(percentage: percent / 100m)),
        Price.Select(amount => (Coupon?)Coupon(amount: amount)));

    static readonly Gen<Destination?> AnyDestination = Gen.Int[0, 5].Select(i => ((Destination?[])[null, new("US", "CA"), new("US", "MN"), new("US", "OR"), new("CN", null), new("DE", null)])[i]);

    [Fact]
    public void The_parts_always_add_up_to_the_total_to_the_cent() =>
        Gen.Select(Line.Array[1, 12], AnyCoupon, AnyDestination).Sample((lines, coupon, destination) =>
        {
            var quote = QuoteCalculator.Calculate(lines, coupon, destination, null, Options, Today);
            var (discount, shipping, tax) = (quote.Discount?.Amount ?? 0, quote.Shipping?.Amount ?? 0, quote.Tax?.Amount ?? 0);

            Assert.Equal(quote.Subtotal, quote.Lines.Sum(line => line.Amount));
            Assert.Equal(discount, quote.Lines.Sum(line => line.Discount));
            Assert.Equal(quote.Total, quote.Subtotal - discount + shipping + (quote.Tax is { Included: false } ? tax : 0));
            Assert.All(quote.Lines, line => Assert.True(line.Amount == line.UnitPrice * line.Quantity && line.Discount >= 0 && line.Discount <= line.Amount && line.Tax >= 0, $"{line}"));
            // What of the tax no line has is shipping's own, and only where shipping is taxed.
            var rest = tax - quote.Lines.Sum(line => line.Tax);
            Assert.True(rest >= 0 && (rest == 0 || (destination!.Country == "CN" && rest <= shipping)), $"{rest} of {tax}");
            Assert.All((decimal[])[quote.Subtotal, discount, shipping, tax, quote.Total, .. quote.Lines.SelectMany(line => (decimal[])[line.Amount, line.Discount, line.Tax])], amount =>
                Assert.True(amount >= 0 && decimal.Round(amount, 2) == amount, $"{amount}"));
        });

    [Fact]
    public void Splitting_leaves_no_remainder_and_gives_nobody_more_than_their_weight() =>
        Gen.Select(Price.Array[1, 20], Gen.Double[0, 1]).Sample((weights, part) =>
        {
            var amount = Amounts.Round(weights.Sum() * (decimal)part);
            var shares = Amounts.Split(amount, weights);
            Assert.Equal(weights.Sum() == 0 ? 0 : amount, shares.Sum());
            Assert.All(shares.Zip(weights), pair => Assert.InRange(pair.First, 0, pair.Second));
        });

    [Theory]
    [InlineData("US", "CA", 19.99, 3, 4.35, 69.27)] // 59.97 + 4.95 shipping + 7.25 % of 59.97 = 4.347825
    [InlineData("US", "OR", 19.99, 3, 0.00, 64.92)]
    [InlineData("CN", null, 19.99, 3, 8.73, 75.87)] // 59.97 + 15.90 shipping, which hold 13 %
    public void Tax_comes_on_top_in_the_us_and_is_in_the_price_in_china(string country, string? region, decimal price, int quantity, decimal tax, decimal total)
    {
        var quote = QuoteCalculator.Calculate([(CheckoutRules.Product(price), quantity)], null, new(country, region), null, Options, Today);
        Assert.Equal((tax, total), (quote.Tax!.Amount, quote.Total));
    }

    [Theory]
    [InlineData(0.125, 0.13)]
    [InlineData(0.135, 0.14)]
    [InlineData(2.345, 2.35)]
    public void Halves_are_rounded_up(decimal amount, decimal rounded) => Assert.Equal(rounded, Amounts.Round(amount));

    [Fact]
    public void A_percentage_an_amount_and_one_larger_than_the_goods()
    {
        Assert.Equal(6.00m, Coupon(percentage: 10).DiscountOn(59.97m));
        Assert.Equal(20.00m, Coupon(amount: 20).DiscountOn(59.97m));
        Assert.Equal(59.97m, Coupon(amount: 200).DiscountOn(59.97m));
        var quote = QuoteCalculator.Calculate([(CheckoutRules.Product(20), 1)], Coupon(amount: 200), null, null, Options, Today);
        Assert.Equal((20.00m, 0.00m), (quote.Discount!.Amount, quote.Total));
    }

    [Fact]
    public void Shipping_goes_by_total_or_weight_in_steps_the_cheapest_first()
    {
        Assert.Equal([("standard", 6.90m), ("express", 14.90m)], Methods(10, 1, 999));
        Assert.Equal([("standard", 6.90m), ("express", 19.99m)], Methods(10, 1, 1000));
        Assert.Equal([("standard", 4.95m), ("express", 14.90m)], Methods(50, 1, 10));
        Assert.Equal([("standard", 0.00m), ("express", 14.90m)], Methods(50, 2, 10));
        Assert.Equal([("standard", 6.90m)], Methods(1, 3, 20_001));

        static (string, decimal)[] Methods(decimal price, int quantity, int grams) =>
            [.. QuoteCalculator.Calculate([(CheckoutRules.Product(price, weightGrams: grams), quantity)], null, new("US", "CA"), null, Options, Today).ShippingMethods.Select(method => (method.Method, method.Amount))];
    }

    [Fact]
    public void Without_an_address_there_is_neither_shipping_nor_tax()
    {
        var quote = QuoteCalculator.Calculate([(CheckoutRules.Product(20), 2)], null, null, null, Options, Today);
        Assert.Equal((null, null, 40.00m), (quote.Shipping, quote.Tax, quote.Total));
    }

    [Fact]
    public void Amounts_have_two_places_even_where_they_are_zeros()
    {
        var quote = QuoteCalculator.Calculate([(CheckoutRules.Product(20.00m), 2)], Coupon(percentage: 50), new("US", "OR"), null, Options, Today);
        Assert.All((decimal[])[quote.Subtotal, quote.Discount!.Amount, quote.Tax!.Amount, quote.Total, quote.Lines[0].Amount], amount => Assert.Equal(2, amount.Scale));
    }

    [Theory]
    // A Wednesday before a Thursday off; a Friday; a Saturday, which counts as the Monday after it.
    [InlineData("2026-11-25", 1, 3, "2026-11-27", "2026-12-01")]
    [InlineData("2026-11-27", 0, 1, "2026-11-27", "2026-11-30")]
    [InlineData("2026-11-28", 0, 1, "2026-11-30", "2026-12-01")]
    public void A_delivery_takes_working_days(string today, int from, int to, string first, string last)
    {
        var days = new WorkingDays { From = from, To = to };
        Assert.Equal(new DeliveryEstimate(Day(first), Day(last)), days.EstimateFrom(Day(today), [new(2026, 11, 26)]));

        static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");
    }

    [Fact]
    public void A_wrong_configuration_stops_the_start()
    {
        Assert.Empty(Options.Validate(new(Options)));
        CheckoutOptions[] wrong =
        [
            new() { ReservationLifetime = TimeSpan.Zero },
            new() { ShippingMethods = { new() { Code = "a", Countries = { "US" } } } },
            new() { ShippingMethods = { new() { Code = "a", Countries = { "US" }, Rates = { new() { From = 1, Price = 1 } } } } },
            new() { ShippingMethods = { new() { Code = "a", Countries = { "US" }, Rates = { new() { Price = 1.005m } } } } },
            new() { ShippingMethods = { new() { Code = "a", Countries = { "US" }, Rates = { new() { Price = 1 } }, WorkingDays = new() { From = 3, To = 2 } } } },
            new() { Taxes = { ["US"] = new() { Rate = 7.25m } } },
        ];
        Assert.All(wrong, options => Assert.NotEmpty(options.Validate(new ValidationContext(options))));
    }

    static Coupon Coupon(decimal? percentage = null, decimal? amount = null) =>
        new() { Id = Guid.NewGuid(), Code = "CODE", Percentage = percentage, Amount = amount, StartsAt = DateTimeOffset.UnixEpoch };
}
