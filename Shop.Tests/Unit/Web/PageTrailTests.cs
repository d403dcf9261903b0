using Shop.Web.Clients;
using Shop.Web.Components.Store;
using Xunit;

namespace Shop.Tests.Unit.Web;

public class PageTrailTests
{
    [Fact]
    public void The_first_page_is_the_plain_address()
    {
        Assert.Equal("/categories/mugs", Addresses.List(new() { Category = "mugs" }, PageTrail.FirstPage));
        Assert.Equal("/products?sort=-price", Addresses.List(new() { Sort = ProductSorts.Dearest }, PageTrail.Parse("")));
        Assert.Null(PageTrail.Parse(null).After);
        Assert.Equal(1, PageTrail.FirstPage.Page);
    }

    [Fact]
    public void Forward_and_back_lead_over_the_same_pages()
    {
        var second = PageTrail.FirstPage.Next("aa");
        var third = second.Next("bb");
        Assert.Equal(("bb", 3), (third.After, third.Page!.Value));
        Assert.Equal("/products?sort=name&after=aa~bb", Uri.UnescapeDataString(Addresses.List(new() { Sort = ProductSorts.Name }, third)));

        var read = PageTrail.Parse(third.ToString());
        Assert.Equal(("bb", 3), (read.After, read.Page!.Value));
        Assert.Equal(second.ToString(), read.Previous().ToString());
        Assert.True(read.Previous().Previous().IsFirstPage);
        Assert.True(PageTrail.FirstPage.Previous().IsFirstPage);
    }

    [Fact]
    public void A_long_way_is_cut_and_still_leads_on_and_to_the_beginning()
    {
        var trail = PageTrail.FirstPage;
        for (var i = 0; i < 500; i++)
            trail = trail.Next($"cursor-number-{i}");

        Assert.True(trail.ToString().Length <= PageTrail.LongestText);
        Assert.Equal("cursor-number-499", trail.After);
        Assert.Null(trail.Page);
        var read = PageTrail.Parse(trail.ToString());
        Assert.Null(read.Page);
        var steps = 0;
        for (; !read.IsFirstPage && steps < 500; steps++)
            read = read.Previous();
        Assert.True(read.IsFirstPage);
        Assert.Equal(1, read.Page);
    }

    [Fact]
    public void One_cursor_longer_than_all_is_kept()
    {
        var cursor = new string('x', 2 * PageTrail.LongestText);

        Assert.Equal(cursor, PageTrail.FirstPage.Next("aa").Next(cursor).After);
    }

    [Theory]
    [InlineData("~")]
    [InlineData("~~~")]
    public void A_trail_of_nothing_is_the_first_page(string text) => Assert.True(PageTrail.Parse(text).IsFirstPage);
}
