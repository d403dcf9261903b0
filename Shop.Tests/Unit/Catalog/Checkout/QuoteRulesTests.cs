using Shop.Catalog.Checkout;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Checkout;

public sealed class QuoteRulesTests
{
    static readonly QuoteRules Rules = new(CheckoutRules.Options());

    static readonly CheckoutRequest Good = new()
    {
        Lines = [new(Guid.NewGuid(), 1)],
        ShippingAddress = CheckoutRules.Address,
        ShippingMethod = "standard",
        PaymentToken = "tok_visa_4242",
        ExpectedTotal = 10.00m,
    };

    [Fact]
    public void What_is_right_passes_and_its_address_is_tidied()
    {
        var errors = new Dictionary<string, string[]>();
        var address = Rules.Check(Good with { ShippingAddress = CheckoutRules.Address with { Recipient = " Ada ", Country = "us", Region = "ca", Line2 = " " } }, "key-1", errors);
        Assert.Empty(errors);
        Assert.Equal(("Ada", "US", "CA", null), (address!.Recipient, address.Country, address.Region, address.Line2));
    }

    [Fact]
    public void Everything_that_is_missing_is_named_at_once_but_lines_which_are_the_carts_then() =>
        Assert.Equal(["Idempotency-Key", "expectedTotal", "paymentToken", "shippingAddress", "shippingMethod"], Fields(new(), key: null));

    public static TheoryData<int> BadQuantities => [int.MinValue, -1, 0, 100, int.MaxValue];

    [Theory]
    [MemberData(nameof(BadQuantities))]
    public void A_quantity_is_1_to_99(int quantity) =>
        Assert.Equal(["lines[1].quantity"], Fields(Good with { Lines = [new(Guid.NewGuid(), 1), new(Guid.NewGuid(), quantity)] }));

    [Fact]
    public void A_product_stands_once_and_lines_are_100_at_most()
    {
        var line = new LineRequest(Guid.NewGuid(), 1);
        Assert.Equal(["lines[1].productId"], Fields(Good with { Lines = [line, line] }));
        Assert.Equal(["lines[0]"], Fields(Good with { Lines = [null] }));
        Assert.Equal(["lines"], Fields(Good with { Lines = [] }));
        Assert.Equal(["lines"], Fields(Good with { Lines = [.. Enumerable.Range(0, 101).Select(_ => new LineRequest(Guid.NewGuid(), 1))] }));
    }

    [Fact]
    public void An_address_needs_what_its_country_needs()
    {
        Assert.Equal(["shippingAddress.country"], Address(address => address with { Country = "FR" }));
        Assert.Equal(["shippingAddress.region"], Address(address => address with { Region = null }));
        Assert.Equal(["shippingAddress.region"], Address(address => address with { Region = "XX" }));
        Assert.Equal(["shippingAddress.postalCode"], Address(address => address with { PostalCode = "9410" }));
        Assert.Equal(["shippingAddress.postalCode"], Address(address => address with { PostalCode = null }));
        Assert.Equal(["shippingAddress.phone"], Address(address => address with { Phone = "call me" }));
        Assert.Equal(["shippingAddress.line1"], Address(address => address with { Line1 = "a\nb" }));
        Assert.Equal(["shippingAddress.city"], Address(address => address with { City = new('a', 101) }));
        Assert.Equal(["shippingAddress.recipient"], Address(address => address with { Recipient = "  " }));
        Assert.Empty(Address(_ => new("王小明", "13800138000", "CN", "ZJ", "杭州市", "西湖区", "文三路 90 号", null, null)));
    }

    [Theory]
    [InlineData("4242424242424242")]
    [InlineData("4242-4242-4242-4242")]
    [InlineData("short")]
    [InlineData("tok with spaces")]
    public void A_payment_token_is_no_cards_number(string token) => Assert.Equal(["paymentToken"], Fields(Good with { PaymentToken = token }));

    [Fact]
    public void A_total_has_two_places()
    {
        Assert.Equal(["expectedTotal"], Fields(Good with { ExpectedTotal = 10.001m }));
        Assert.Equal(["expectedTotal"], Fields(Good with { ExpectedTotal = -1 }));
    }

    [Fact]
    public void A_key_is_visible_ascii()
    {
        Assert.Equal(["Idempotency-Key"], Fields(Good, ""));
        Assert.Equal(["Idempotency-Key"], Fields(Good, "a b"));
        Assert.Equal(["Idempotency-Key"], Fields(Good, new('a', 101)));
    }

    [Fact]
    public void Neither_token_nor_address_is_written_by_whoever_writes_the_request()
    {
        Assert.DoesNotContain("tok_visa", Good.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Ada", CheckoutRules.Address.ToString(), StringComparison.Ordinal);
    }

    static string[] Address(Func<ShippingAddress, ShippingAddress> change) => Fields(Good with { ShippingAddress = change(CheckoutRules.Address) });

    static string[] Fields(CheckoutRequest request, string? key = "key-1")
    {
        var errors = new Dictionary<string, string[]>();
        Rules.Check(request, key, errors);
        return [.. errors.Keys.Order(StringComparer.Ordinal)];
    }
}
