using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Shop.Web.Clients;
using Shop.Web.Components.Parts;
using Shop.Web.Components.Store;
using Xunit;

namespace Shop.Tests.Unit.Web;

public class StorefrontTests
{
    static readonly DateOnly Day = new(2026, 11, 24);

    [Theory]
    [InlineData("en", "65.00", "USD", "$65")]
    [InlineData("en", "1234.50", "USD", "$1,234.50")]
    [InlineData("zh-CN", "16.50", "USD", "US$16.50")]
    [InlineData("zh-CN", "99.00", "CNY", "¥99")]
    [InlineData("en", "99.00", "CNY", "CN¥99")]
    [InlineData("en", "7.25", "EUR", "€7.25")]
    [InlineData("en", "7.25", "CHF", "CHF 7.25")]
    public void Money_is_written_as_the_reader_writes_it(string culture, string amount, string currency, string text)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        Assert.Equal(text, new Money(decimal.Parse(amount, CultureInfo.InvariantCulture), currency).Display().Replace('\u00A0', ' '));
    }

    [Fact]
    public void The_wall_is_varied_in_stock_and_the_same_all_day()
    {
        ProductSummary[] newest = [.. Enumerable.Range(0, 40).Select(i => Product(i, kind: i % 12, brand: i % 7, stock: i % 5 == 0 ? 0 : 3))];

        var hung = new ShopWindow(newest, Day).Hung;

        Assert.Equal(4, hung.Count);
        Assert.Equal(4, hung.Select(product => product.Category).Distinct().Count());
        Assert.Equal(4, hung.Select(product => product.Brand).Distinct().Count());
        Assert.All(hung, product => Assert.NotEqual(0, product.Stock));
        Assert.Equal(hung, new ShopWindow(newest, Day).Hung);
        Assert.NotEqual(hung, new ShopWindow(newest, Day.AddDays(1)).Hung);
    }

    [Fact]
    public void The_window_shows_what_little_there_is()
    {
        var empty = new ShopWindow([], Day);
        Assert.Empty(empty.Hung);
        Assert.Empty(empty.Studio);

        var two = new ShopWindow([Product(1, 0, 0, 3), Product(2, 0, 0, 3)], Day);
        Assert.Equal(2, two.Hung.Count);
        Assert.Equal(2, two.Fresh.Count);
        Assert.Empty(two.Studio);
    }

    [Fact]
    public void A_category_is_pictured_by_what_lies_below_it()
    {
        var window = new ShopWindow([Product(1, kind: 1, brand: 0, stock: 1), Product(2, kind: 2, brand: 0, stock: 1)], Day);
        var category = new Category("root", "Root", "", 1, [new Category("kind-2", "Kind", "", 1, [])]);

        Assert.Equal(["thing-2"], window.PicturesOf(category).Select(product => product.Slug));
    }

    [Fact]
    public void Structured_data_is_valid_and_cannot_end_its_element()
    {
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Host) = ("https", new("shop.example"));
        var product = new ProductDetails(
            Guid.Empty, "SKU-1", "thing", "Thing</script><script>alert(1)</script>", "Brand & Co", null, new(16.5m, "USD"), new(4.5m, 2), 0, "/picture?v=1",
            "画\"", [], DateTimeOffset.UnixEpoch, ["/picture?v=1", "/picture?v=1&view=artwork"]);

        var text = StructuredData.Product(request, product, [("Home", "/")]);

        Assert.DoesNotContain('<', text);
        Assert.Contains('画', text);
        var thing = JsonDocument.Parse(text).RootElement[0];
        Assert.Equal("16.50", thing.GetProperty("offers").GetProperty("price").GetString());
        Assert.Equal("https://schema.org/OutOfStock", thing.GetProperty("offers").GetProperty("availability").GetString());
        Assert.Equal(["https://shop.example/picture?v=1", "https://shop.example/picture?v=1&view=artwork"], thing.GetProperty("image").EnumerateArray().Select(static image => image.GetString()));
        Assert.Equal(2, thing.GetProperty("aggregateRating").GetProperty("reviewCount").GetInt32());
        Assert.Equal(2, JsonDocument.Parse(text).RootElement[1].GetProperty("itemListElement").GetArrayLength());
    }

    static ProductSummary Product(int number, int kind, int brand, int stock) => new(
        Guid.CreateVersion7(), $"thing-{number}", $"Thing {number}", $"Brand {brand}", new($"kind-{kind}", $"Kind {kind}"), new(10, "USD"), new(0, 0), stock, "/picture");
}
