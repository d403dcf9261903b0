using System.Globalization;
using Shop.Catalog.Products;
using Shop.Catalog.Search;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Search;

/// <summary>Searches in a real database with the collection and some more.</summary>
public sealed class ProductSearchTests(CatalogDatabase catalog) : IClassFixture<CatalogDatabase>
{
    static readonly ProductListParameters None = CatalogDatabase.NoParameters;

    Task<ProductPage> SearchAsync(string text, string? sort = null) => catalog.ListAsync(None with { Text = text, Sort = sort });

    [Theory]
    [InlineData("harbour six mug", "harbour-at-six-mug")]
    [InlineData("HARBOURS, mugs!", "harbour-at-six-mug")]
    [InlineData("六点的港湾 马克杯", "harbour-at-six-mug")]
    [InlineData("六点 mug", "harbour-at-six-mug")]
    [InlineData("studio umi mugs six", "harbour-at-six-mug")]
    [InlineData("first ferry mug", "harbour-at-six-mug")]
    [InlineData("MUG-SEI-INK-01", "harbour-at-six-mug")]
    [InlineData("mug sei ink 01", "harbour-at-six-mug")]
    public async Task It_finds_by_name_brand_category_description_and_sku_in_both_languages(string text, string slug)
    {
        var page = await SearchAsync(text);
        Assert.Null(page.Search);
        Assert.Equal(slug, page.Items[0].Slug);
    }

    [Fact]
    public async Task Names_count_more_than_descriptions()
    {
        var page = await SearchAsync("lemon");
        Assert.All(page.Items.Take(5), item => Assert.Contains("Lemon", item.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_words_must_be_there()
    {
        var page = await SearchAsync("harbour mug");
        Assert.NotEmpty(page.Items);
        Assert.All(page.Items, item => Assert.Contains("Harbour", item.Name, StringComparison.Ordinal));
        Assert.All(page.Items, item => Assert.Equal("mugs", item.Category!.Slug));
        Assert.Equal(page.Total!.Count, (int)(long)(await catalog.ScalarAsync("select count(*) from products where name_en ilike '%harbour%mug%'"))!);
    }

    [Theory]
    [InlineData("cusion", "cushion")]
    [InlineData("mgu", "mug")]
    [InlineData("harbor muq", "harbour mug")]
    [InlineData("notbook 六点", "notebook 六点")]
    public async Task A_mistyped_word_is_corrected_and_it_is_said(string text, string corrected)
    {
        var page = await SearchAsync(text);
        Assert.Equal(new SearchOutcome(corrected, AllWords: true), page.Search);
        Assert.Equal((await SearchAsync(corrected)).Items, page.Items);
    }

    [Fact]
    public async Task Where_no_product_has_all_words_those_with_some_are_shown_and_it_is_said()
    {
        var page = await SearchAsync("zeppelin mug");
        Assert.Equal(new SearchOutcome(null, AllWords: false), page.Search);
        Assert.All(page.Items, item => Assert.Equal("mugs", item.Category!.Slug));
        Assert.NotEmpty(page.Items);
        // Of a Chinese word some characters are enough.
        Assert.NotEmpty((await SearchAsync("马克笔")).Items);
    }

    [Fact]
    public async Task Nothing_at_all_is_an_empty_page()
    {
        var page = await SearchAsync("qqqqqqqq");
        Assert.Empty(page.Items);
        Assert.Equal(0, page.Total!.Count);
        Assert.Equal((null, null), (page.Next, page.Previous));
    }

    [Fact]
    public async Task How_a_search_is_understood_does_not_depend_on_the_filter()
    {
        var page = await catalog.ListAsync(None with { Text = "mug", Prices = ["250-500"] });
        Assert.Empty(page.Items);
        Assert.Null(page.Search);
    }

    [Fact]
    public async Task A_renamed_category_is_found_by_its_new_name_at_once()
    {
        await catalog.ExecuteAsync("update categories set name_en = 'Beakers' where slug = 'mugs'");
        try
        {
            var page = await SearchAsync("beaker six");
            Assert.Equal("harbour-at-six-mug", page.Items[0].Slug);
        }
        finally
        {
            await catalog.ExecuteAsync("update categories set name_en = 'Mugs' where slug = 'mugs'");
        }
    }

    [Fact]
    public async Task Of_those_that_fit_alike_the_best_seller_comes_first()
    {
        var all = await SearchAsync("harbour mug");
        var favourite = all.Items[^1].Slug;
        await catalog.ExecuteAsync($"update products set sold = 7 where slug = '{favourite}'");
        try
        {
            var ranked = await SearchAsync("harbour mug");
            Assert.True(ranked.Items.ToList().FindIndex(item => item.Slug == favourite) < all.Items.Count - 1);
            Assert.Equal(favourite, (await SearchAsync("harbour mug", "bestselling")).Items[0].Slug);
        }
        finally
        {
            await catalog.ExecuteAsync("update products set sold = 0 where sold > 0");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("newest")]
    [InlineData("price")]
    [InlineData("-price")]
    [InlineData("name")]
    [InlineData("rating")]
    [InlineData("bestselling")]
    public async Task The_pages_of_a_search_hold_every_match_once_both_ways(string? sort) =>
        await PagesAsync(None with { Text = "plate", Sort = sort, Limit = "17" });

    [Theory]
    [InlineData(null)]
    [InlineData("price")]
    [InlineData("-price")]
    [InlineData("name")]
    [InlineData("rating")]
    [InlineData("bestselling")]
    public async Task The_pages_of_a_filtered_list_hold_every_match_once_both_ways(string? sort)
    {
        await PagesAsync(None with { Categories = ["living", "mugs"], Sort = sort, Limit = "40" });
        await PagesAsync(None with { Categories = ["living"], Brands = ["Studio Umi", "Kiln Street"], InStock = "true", Sort = sort, Limit = "40" });
    }

    async Task PagesAsync(ProductListParameters parameters)
    {
        await catalog.ExecuteAsync("update products set sold = hashtext(sku) & 3, rating_count = hashtext(slug) & 3, rating_sum = (hashtext(slug) & 3) * 4 where sold = 0 and rating_count = 0");
        var (forwards, edges) = (new List<string>(), new List<string>());
        var page = await catalog.ListAsync(parameters);
        Assert.Null(page.Previous);
        var total = page.Total;
        while (true)
        {
            forwards.AddRange(page.Items.Select(item => item.Slug));
            if (page.Next is null)
                break;
            edges.Add(page.Items[0].Slug);
            page = await catalog.ListAsync(parameters with { After = page.Next });
        }
        Assert.True(forwards.Count > 2 * int.Parse(parameters.Limit!, CultureInfo.InvariantCulture), $"Only {forwards.Count}.");
        Assert.Equal(forwards.Count, total!.Count);
        Assert.Distinct(forwards);

        var backwards = page.Items.Select(item => item.Slug).Reverse().ToList();
        while (page.Previous is not null)
        {
            page = await catalog.ListAsync(parameters with { Before = page.Previous });
            Assert.NotNull(page.Next);
            Assert.Equal(edges[^1], page.Items[0].Slug);
            edges.RemoveAt(edges.Count - 1);
            backwards.AddRange(page.Items.Select(item => item.Slug).Reverse());
        }
        Assert.Equal(forwards, backwards.AsEnumerable().Reverse());
    }

    [Fact]
    public async Task Facets_count_what_the_database_counts()
    {
        var facets = (await catalog.ListAsync(None with { Text = "cushion", Facets = "true", Brands = ["Studio Umi"], Prices = ["50-100"] })).Facets!;
        const string Matching = "select count(*) from products where search @@ 'cushion'::tsquery";
        async Task<int> CountAsync(string where) => (int)(long)(await catalog.ScalarAsync($"{Matching} and {where}"))!;

        Assert.NotEmpty(facets.Brand);
        foreach (var brand in facets.Brand)
            Assert.Equal(await CountAsync($"brand = '{brand.Value}' and price >= 50 and price < 100"), brand.Count);
        foreach (var price in facets.Price)
            Assert.Equal(await CountAsync($"brand = 'Studio Umi' and price >= {price.Value.Split('-')[0]} and price < {price.Value.Split('-')[1]}"), price.Count);
        Assert.Equal(await CountAsync("brand = 'Studio Umi' and price >= 50 and price < 100 and stock > 0"), facets.InStock[0].Count);
        Assert.Equal("living", Assert.Single(facets.Category).Value);
    }

    [Theory]
    [InlineData("har", "Harbour")]
    [InlineData("harbour at si", "Harbour at Six")]
    [InlineData("harbour a", "Harbour")]
    [InlineData("notebo", "Notebook")]
    [InlineData("港", "Harbour")]
    [InlineData("cushoin", "Cushion")]
    public async Task Suggestions_complete_what_is_typed(string typed, string name)
    {
        var found = await catalog.WithAsync((Suggestions suggestions) => suggestions.ReadAsync(typed, TestContext.Current.CancellationToken));
        Assert.NotEmpty(found.Products);
        Assert.All(found.Products.Take(3), product => Assert.Contains(name, product.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Suggestions_know_categories_and_brands()
    {
        var found = await catalog.WithAsync((Suggestions suggestions) => suggestions.ReadAsync("st", TestContext.Current.CancellationToken));
        Assert.Equal(["Kiln Street", "Studio Umi"], found.Brands.Select(brand => brand.Name).Order());
        found = await catalog.WithAsync((Suggestions suggestions) => suggestions.ReadAsync("杯", TestContext.Current.CancellationToken));
        Assert.Equal("mugs", Assert.Single(found.Categories).Slug);
        found = await catalog.WithAsync((Suggestions suggestions) => suggestions.ReadAsync("", TestContext.Current.CancellationToken));
        Assert.Equal((0, 0, 0), (found.Products.Count, found.Categories.Count, found.Brands.Count));
    }

    [Fact]
    public async Task The_words_of_a_query_and_of_a_product_are_taken_apart_alike()
    {
        // Each word of each of these, alone, finds the text that it is from.
        foreach (var text in (string[])["T-Shirt/black.white_5 Giclée", "「六点的港湾」艺术海报 A5硬壳", "ｆｕｌｌ　ｗｉｄｔｈ x²", "Ærø 40 × 60cm"])
            foreach (var word in SearchTerms.Split(text))
                Assert.True(
                    (bool)(await catalog.ScalarAsync(// Null for a word that is in every text, such as the t of a T-shirt.
                    $"select coalesce(search_name('{text}', '{text}') @@ search_query(array[$q${SearchTerms.Parse(word)!.WordQueries()[0]}$q$]), true)"))!,
                    $"{word} is not found in {text}");
    }
}
