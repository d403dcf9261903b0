using CsCheck;
using Shop.Catalog.Categories;
using Shop.Catalog.Search;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Search;

public class FacetCounterTests
{
    static readonly Category[] Categories =
    [
        .. from index in Enumerable.Range(0, 4)
           select new Category
           {
               Id = new Guid(index, 0, 0, new byte[8]),
               Slug = $"c{index}",
               NameEn = $"C{index}",
               NameZh = $"类{index}",
               DescriptionEn = "",
               DescriptionZh = "",
               // c0 with c1 and c2 below it, and c3.
               ParentId = index is 1 or 2 ? new Guid(0, 0, 0, new byte[8]) : null,
               Position = index,
           },
    ];

    static readonly CategoryTree Tree = new(Categories);

    static readonly Gen<FacetCell> Cells =
        from category in Gen.Int[0, 3]
        from brand in Gen.Int[0, 2]
        from price in Gen.Int[0, 3]
        from rating in Gen.Int[0, 5]
        from inStock in Gen.Bool
        from count in Gen.Int[1, 5]
        select new FacetCell(Categories[category].Id, $"b{brand}", price, rating, inStock, count);

    static readonly Gen<ProductFilter> Filters =
        from categories in Gen.Int[0, 3].HashSet[0, 2]
        from brands in Gen.Int[0, 2].HashSet[0, 2]
        from prices in Gen.Int[0, 3].HashSet[0, 2]
        from rating in Gen.Int[0, 5]
        from inStock in Gen.Bool
        select new ProductFilter
        {
            CategorySlugs = categories.Select(index => $"c{index}").ToHashSet(),
            Categories = categories.Count == 0 ? null : categories.SelectMany(index => Tree.Find($"c{index}")!.Subtree()).Select(node => node.Category.Id).ToHashSet(),
            Brands = brands.Select(index => $"b{index}").ToHashSet(),
            PriceBands = prices,
            Rating = rating,
            InStock = inStock,
        };

    /// <summary>What a value's count says: how many products are left where it is the only one chosen in its facet.</summary>
    [Fact]
    public void A_count_is_what_choosing_the_value_alone_would_leave() =>
        Gen.Select(Cells.Array[0, 30], Filters).Sample((cells, filter) =>
        {
            var counter = new FacetCounter(filter);
            foreach (var cell in cells)
                counter.Add(cell);
            var facets = counter.ToFacets(Tree);
            int Left(ProductFilter chosen) => cells.Where(chosen.Fits).Sum(cell => cell.Count);

            Assert.Equal(Left(filter), counter.Total);
            foreach (var brand in facets.Brand)
                Assert.Equal(Left(filter with { Brands = new HashSet<string> { brand.Value } }), brand.Count);
            foreach (var price in facets.Price)
            {
                Assert.True(PriceBands.TryParse(price.Value, out var range));
                Assert.Equal(Left(filter with { PriceBands = new HashSet<int> { range.Start.Value } }), price.Count);
            }
            foreach (var rating in facets.Rating)
                Assert.Equal(Left(filter with { Rating = int.Parse(rating.Value, System.Globalization.CultureInfo.InvariantCulture) }), rating.Count);
            Assert.Equal(Left(filter with { InStock = true }), facets.InStock.Single().Count);
            foreach (var category in facets.Category.SelectMany(root => root.Children.Prepend(root)))
                Assert.Equal(Left(filter with { Categories = Tree.Find(category.Value)!.Subtree().Select(node => node.Category.Id).ToHashSet() }), category.Count);
        });

    [Fact]
    public void What_is_chosen_is_shown_even_where_nothing_is_left_of_it()
    {
        var filter = new ProductFilter { Brands = new HashSet<string> { "gone" }, CategorySlugs = new HashSet<string> { "c3" }, PriceBands = new HashSet<int> { 6 } };
        var facets = new FacetCounter(filter).ToFacets(Tree);
        Assert.Equal(new FacetValue("gone", 0, Selected: true), Assert.Single(facets.Brand));
        Assert.Equal(new FacetValue("500-", 0, Selected: true), Assert.Single(facets.Price));
        Assert.True(Assert.Single(facets.Category).Selected);
    }
}
