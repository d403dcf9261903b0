using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Shop.Web.Clients;
using Shop.Web.Components.Store;
using Xunit;

namespace Shop.Tests.Unit.Web;

public class ProductQueryTests
{
    [Theory]
    [InlineData("")]
    [InlineData("?q=moon+mug&brand=A%26B&brand=C&price=25-50&rating=4&inStock=true&sort=-price")]
    [InlineData("?q=%E6%9D%AF&sort=newest")]
    [InlineData("?sort=bestselling")]
    public void A_query_and_its_address_say_the_same(string query)
    {
        var read = Parse("mugs", query);

        Assert.Equal("/categories/mugs" + QueryString.Create(QueryHelpers.ParseQuery(query)), Addresses.List(read));
    }

    [Theory]
    [InlineData("?sort=relevance", "/products")]
    [InlineData("?sort=PRICE", "/products")]
    [InlineData("?sort=newest", "/products")]
    [InlineData("?q=mug&sort=relevance", "/products?q=mug")]
    [InlineData("?q=%3F%21", "/products")]
    [InlineData("?q=++mug++", "/products?q=mug")]
    [InlineData("?rating=6&inStock=yes&brand=", "/products")]
    [InlineData("?rating=-1", "/products")]
    [InlineData("?brand=A&brand=A", "/products?brand=A")]
    [InlineData("?unknown=1", "/products")]
    public void What_makes_no_sense_or_is_so_by_default_is_left_out(string query, string address) =>
        Assert.Equal(address, Addresses.List(Parse(null, query)));

    [Fact]
    public void A_search_of_endless_length_is_cut() => Assert.Equal(200, Parse(null, "?q=" + new string('a', 5000)).Text!.Length);

    [Fact]
    public void A_wide_query_still_searches_the_same()
    {
        var read = Parse("mugs", "?q=moon&brand=A&price=25-50&rating=4&inStock=true&sort=price");

        Assert.True(read.IsNarrowed);
        Assert.False(read.Wide.IsNarrowed);
        Assert.Equal("/categories/mugs?q=moon&sort=price", Addresses.List(read.Wide));
    }

    static ProductQuery Parse(string? category, string query) => ProductQuery.Parse(category, new QueryCollection(QueryHelpers.ParseQuery(query)));
}
