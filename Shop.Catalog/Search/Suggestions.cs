using Shop.Catalog.Caching;
using Shop.Catalog.Categories;
using Shop.Catalog.Data;
using Shop.Catalog.Pictures;
using Shop.Catalog.Products;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Search;

sealed record SuggestedProduct(string Slug, string Name, string Brand, Money Price, string PictureUrl);

sealed record SuggestedBrand(string Name, int Count);

/// <summary>What may be meant by the beginning of a search. <see cref="Corrected"/> is what was looked for, where nothing begins as typed.</summary>
sealed record SuggestionResponse(
    IReadOnlyList<SuggestedProduct> Products, IReadOnlyList<CategoryName> Categories, IReadOnlyList<SuggestedBrand> Brands, string? Corrected);

/// <summary>Suggests while somebody types. Products cost a bounded number of rows; categories and brands are in the process.</summary>
sealed class Suggestions(CatalogContext context, CategoryReader categories, CacheLoad answer)
{
    const int MostProducts = 6, MostCategories = 4, MostBrands = 3;

    /// <summary>So many matches are looked at to find the best: any that begin as typed are good enough.</summary>
    const int MostMatches = 200;

    /// <summary>Among so many that sell best a word is sought first: two letters begin some word of nearly half of all products.</summary>
    public const int MostBestsellers = 500;

    static readonly ProductPlace Best = new(ProductSort.Relevance, null, Backwards: false);

    public async Task<SuggestionResponse> ReadAsync(string text, CancellationToken cancellationToken)
    {
        answer.DependsOn(CacheTag.Products);
        var (words, terms) = (SearchTerms.Split(text), SearchTerms.ParseTyping(text));
        if (words.Count == 0)
            return new([], [], [], null);
        var products = await ProductsAsync(terms, cancellationToken);
        var (foundCategories, foundBrands) = (await CategoriesAsync(words, cancellationToken), await BrandsAsync(words, cancellationToken));
        if (products.Count + foundCategories.Count + foundBrands.Count > 0 || terms is null
            || await SpellingCorrection.CorrectAsync(context, terms, cancellationToken) is not { } corrected)
            return new(products, foundCategories, foundBrands, null);
        products = await ProductsAsync(corrected, cancellationToken);
        words = SearchTerms.Split(corrected.ToString());
        return new(products, await CategoriesAsync(words, cancellationToken), await BrandsAsync(words, cancellationToken), corrected.ToString());
    }

    async Task<List<SuggestedProduct>> ProductsAsync(SearchTerms? terms, CancellationToken cancellationToken)
    {
        if (terms is null)
            return [];
        List<ProductRow> rows = [];
        if (terms.Words.Count == 0)
            rows = await context.ReadAsync(
                ProductListStatements.Gather(Best, ProductFilter.None, new(terms) { PrefixInName = true }, MostProducts, bestsellers: MostBestsellers), ProductRow.Read, cancellationToken);
        if (rows.Count < MostProducts)
            rows = await context.ReadAsync(ProductListStatements.Gather(Best, ProductFilter.None, new(terms), MostProducts, MostMatches), ProductRow.Read, cancellationToken);
        return rows.ConvertAll(row => new SuggestedProduct(
            row.Slug, Language.Choose(row.NameEn, row.NameZh), row.Brand, new(row.Price, row.Currency), PictureAddress.Of(row.Slug, row.Sku, row.Cover)));
    }

    async Task<List<CategoryName>> CategoriesAsync(List<string> words, CancellationToken cancellationToken) =>
    [
        .. (await categories.TreeAsync(cancellationToken)).All
            .Where(node => BeginWith(words, node.Words))
            .Take(MostCategories)
            .Select(CategoryName.From),
    ];

    async Task<List<SuggestedBrand>> BrandsAsync(List<string> words, CancellationToken cancellationToken) =>
    [
        .. (await categories.CellsAsync(cancellationToken)).Brands
            .Where(brand => BeginWith(words, brand.Words))
            .Take(MostBrands)
            .Select(brand => new SuggestedBrand(brand.Name, brand.Count)),
    ];

    /// <summary>Each typed word begins some word of the name; a Chinese one stands anywhere in it.</summary>
    static bool BeginWith(List<string> typed, IReadOnlyList<string> words) =>
        typed.TrueForAll(word => words.Any(candidate => char.IsAscii(word[0]) ? candidate.StartsWith(word, StringComparison.Ordinal) : candidate.Contains(word, StringComparison.Ordinal)));
}
