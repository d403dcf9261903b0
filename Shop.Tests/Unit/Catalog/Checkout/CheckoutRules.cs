using Shop.Catalog.Checkout;
using Shop.Catalog.Products;

namespace Shop.Tests.Unit.Catalog.Checkout;

/// <summary>Shipping and taxes for tests: one of each kind, with figures that make remainders.</summary>
static class CheckoutRules
{
    public static CheckoutOptions Options()
    {
        var options = new CheckoutOptions
        {
            ShippingMethods =
            {
                new() { Code = "standard", Countries = { "US" }, By = ShippingBasis.Total, Rates = { new() { From = 0, Price = 6.90m }, new() { From = 50, Price = 4.95m } }, FreeFrom = 100 },
                new() { Code = "express", Countries = { "US" }, By = ShippingBasis.Weight, Rates = { new() { From = 0, Price = 14.90m }, new() { From = 1000, Price = 19.99m } }, MostGrams = 60_000 },
                new() { Code = "international", Countries = { "CN", "DE" }, By = ShippingBasis.Weight, Rates = { new() { From = 0, Price = 9.99m }, new() { From = 500, Price = 15.90m } } },
            },
            Taxes =
            {
                ["US"] = new() { NameEn = "Sales tax", Regions = { ["CA"] = 0.0725m, ["MN"] = 0.06875m, ["OR"] = 0 } },
                ["CN"] = new() { NameEn = "VAT", Rate = 0.13m, Included = true, OnShipping = true },
            },
        };
        return options;
    }

    public static ProductForSale Product(decimal price, int stock = 100, int weightGrams = 500) =>
        new(Guid.CreateVersion7(), "SKU", "slug", "Name", "名称", price, "USD", stock, weightGrams, ProductStatus.Published);

    public static ShippingAddress Address { get; } = new("Ada Lovelace", "+1 415 555 2671", "US", "CA", "San Francisco", null, "1 Market Street", null, "94105");
}
