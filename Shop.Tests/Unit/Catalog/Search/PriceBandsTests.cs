using Shop.Catalog.Search;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Search;

public class PriceBandsTests
{
    [Theory]
    [InlineData("25-50", 2, 3)]
    [InlineData("0-10", 0, 1)]
    [InlineData("25-100", 2, 4)]
    [InlineData("-50", 0, 3)]
    [InlineData("500-", 6, 7)]
    public void A_range_is_one_band_or_several(string text, int start, int end)
    {
        Assert.True(PriceBands.TryParse(text, out var bands));
        Assert.Equal(start..end, bands);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("25")]
    [InlineData("50-25")]
    [InlineData("25-25")]
    [InlineData("20-50")]
    [InlineData("--10")]
    [InlineData("10-25-50")]
    [InlineData("99999999999-")]
    public void Anything_else_is_refused(string text) => Assert.False(PriceBands.TryParse(text, out _));

    [Fact]
    public void What_a_facet_offers_is_understood() =>
        Assert.All(Enumerable.Range(0, PriceBands.Count), band =>
        {
            Assert.True(PriceBands.TryParse(PriceBands.Format(band), out var range));
            Assert.Equal(band..(band + 1), range);
        });
}
