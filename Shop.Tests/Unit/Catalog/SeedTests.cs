using System.Text.RegularExpressions;
using Shop.Catalog.Pictures;
using Shop.Catalog.Pictures.Objects;
using Shop.Catalog.Pictures.Patterns;
using Shop.Catalog.Products;
using Shop.Catalog.Seed;
using Xunit;

namespace Shop.Tests.Unit.Catalog;

public partial class SeedTests
{
    static readonly Dictionary<string, Guid> Categories =
        SeedCategories.All.ToDictionary(category => category.Slug, category => SeedId.From(category.Slug, DateTimeOffset.UnixEpoch));

    static List<Product> Take(int count) => [.. SeedProducts.From(0, Categories).Take(count)];

    [Fact]
    public void The_collection_has_at_least_240_products_in_8_categories_of_a_tree()
    {
        var products = Take(SeedProducts.CollectionSize);
        Assert.True(products.Count >= 240, $"{products.Count} products");
        Assert.True(products.Select(product => product.CategoryId).Distinct().Count() >= 8);
        Assert.All(products, product => Assert.NotEqual(Guid.Empty, product.CategoryId));
        Assert.All(SeedCategories.All, category => Assert.True(category.Parent is null || Categories.ContainsKey(category.Parent)));
        Assert.Contains(SeedCategories.All, category => category.Parent is not null);
    }

    [Fact]
    public void Skus_slugs_and_ids_are_unique_in_the_collection_and_beyond()
    {
        var products = Take(20_000);
        Assert.Distinct(products.Select(product => product.Sku));
        Assert.Distinct(products.Select(product => product.Slug));
        Assert.Distinct(products.Select(product => product.Id));
    }

    [Fact]
    public void Every_product_can_be_shown_and_sold()
    {
        Assert.All(Take(5_000), product =>
        {
            Assert.Matches(SlugPattern(), product.Slug);
            Assert.InRange(product.NameEn.Length, 5, Product.NameLength);
            Assert.InRange(product.Slug.Length, 5, Product.SlugLength);
            Assert.Matches(ChinesePattern(), product.NameZh);
            Assert.DoesNotMatch(ChinesePattern(), product.NameEn + product.DescriptionEn);
            Assert.InRange(product.DescriptionEn.Length, 60, 600);
            Assert.Matches(ChinesePattern(), product.DescriptionZh);
            Assert.NotEmpty(product.Brand);
            Assert.True(product.Price > 0 && decimal.Round(product.Price, 2) == product.Price, $"{product.Price}");
            Assert.Equal("USD", product.Currency);
            Assert.True(product.Stock >= 0);
            Assert.Equal((0, 0), (product.RatingSum, product.RatingCount));
            Assert.Equal(7, product.Id.Version);
        });
    }

    [Fact]
    public void Categories_are_described_in_both_languages() =>
        Assert.All(SeedCategories.All, category =>
        {
            Assert.NotEmpty(category.NameEn);
            Assert.NotEmpty(category.DescriptionEn);
            Assert.Matches(ChinesePattern(), category.DescriptionZh);
            Assert.NotEmpty(category.NameZh);
        });

    [Fact]
    public void A_seed_that_goes_on_from_where_another_stopped_gives_the_same_products()
    {
        var all = Take(SeedProducts.CollectionSize + 50);
        foreach (var start in (int[])[0, 7, SeedProducts.CollectionSize - 1, SeedProducts.CollectionSize, SeedProducts.CollectionSize + 20])
            Assert.Equal(
                all.Skip(start).Select(product => (product.Id, product.Sku, product.Slug, product.Price, product.Stock)),
                SeedProducts.From(start, Categories).Take(all.Count - start).Select(product => (product.Id, product.Sku, product.Slug, product.Price, product.Stock)));
    }

    [Fact]
    public void Every_sku_names_an_object_a_pattern_and_a_palette_that_there_are() =>
        Assert.All(Take(2_000), product =>
        {
            var parts = product.Sku.Split('-');
            Assert.Equal(4, parts.Length);
            Assert.Contains(PrintedObject.All, candidate => candidate.Code == parts[0]);
            Assert.Contains(Pattern.All, candidate => candidate.Code == parts[1]);
            Assert.Contains(Palette.All, candidate => candidate.Code == parts[2]);
        });

    [Fact]
    public void A_page_of_new_products_shows_more_than_one_design()
    {
        var page = Take(SeedProducts.CollectionSize).OrderByDescending(product => product.CreatedAt).Take(12).ToList();
        Assert.True(page.Select(product => product.Sku[4..]).Distinct().Count() >= 4);
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex SlugPattern();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex ChinesePattern();
}
