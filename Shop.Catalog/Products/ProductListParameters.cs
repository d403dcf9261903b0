using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Shop.Catalog.Categories;
using Shop.Catalog.Search;

namespace Shop.Catalog.Products;

/// <summary>The list's parameters. They come as text, so that a bad one is answered under its name and not as an unreadable request.</summary>
sealed record ProductListParameters(
    [FromQuery(Name = "q")] string? Text,
    [FromQuery(Name = "category")] string[]? Categories,
    [FromQuery(Name = "brand")] string[]? Brands,
    [FromQuery(Name = "price")] string[]? Prices,
    [FromQuery(Name = "rating")] string? Rating,
    [FromQuery(Name = "inStock")] string? InStock,
    [FromQuery(Name = "sort")] string? Sort,
    [FromQuery(Name = "limit")] string? Limit,
    [FromQuery(Name = "after")] string? After,
    [FromQuery(Name = "before")] string? Before,
    [FromQuery(Name = "facets")] string? Facets)
{
    public const int DefaultLimit = 24, LargestLimit = 100, MostValues = 30;

    /// <summary>Null, and what is wrong by parameter, where anything is. An unknown category is told apart: it is not found.</summary>
    public bool TryRead(CategoryTree tree, [NotNullWhen(true)] out ProductListRequest? request, out Dictionary<string, string[]> errors, out bool categoryIsUnknown)
    {
        errors = [];
        var search = ReadText(errors);
        var filter = ReadFilter(tree, errors, out categoryIsUnknown);
        var place = ReadPlace(search is not null, errors);
        var limit = DefaultLimit;
        if (!string.IsNullOrEmpty(Limit) && (!TryReadNumber(Limit, out limit) || limit is < 1 or > LargestLimit))
            errors["limit"] = [$"Must be a whole number from 1 to {LargestLimit}."];
        var withFacets = ReadFlag("facets", Facets, errors);
        request = errors.Count > 0 ? null : new(search, filter, place, limit, withFacets);
        return request is not null;
    }

    SearchTerms? ReadText(Dictionary<string, string[]> errors)
    {
        if (string.IsNullOrWhiteSpace(Text))
            return null;
        if (Text.Length > SearchTerms.LongestText)
            errors["q"] = [$"Must not be longer than {SearchTerms.LongestText} characters."];
        else if (SearchTerms.Parse(Text) is { } terms)
            return terms;
        else
            errors["q"] = ["Must have a letter or a digit."];
        return null;
    }

    ProductFilter ReadFilter(CategoryTree tree, Dictionary<string, string[]> errors, out bool categoryIsUnknown)
    {
        var slugs = ReadValues("category", Categories, errors);
        var nodes = slugs.Select(tree.Find).OfType<CategoryTree.Node>().ToList();
        categoryIsUnknown = nodes.Count < slugs.Count;
        if (categoryIsUnknown)
            errors.TryAdd("category", ["There is no such category."]);

        var bands = new HashSet<int>();
        foreach (var price in ReadValues("price", Prices, errors))
            if (PriceBands.TryParse(price, out var range))
                bands.UnionWith(Enumerable.Range(range.Start.Value, range.End.Value - range.Start.Value));
            else
                errors.TryAdd("price", [$"Must be a range such as 25-50 or 100-, from and to one of {PriceBands.Edges}."]);

        var rating = 0;
        if (!string.IsNullOrEmpty(Rating) && (!TryReadNumber(Rating, out rating) || rating is < 1 or > FacetCounter.HighestRating))
            errors["rating"] = [$"Must be a whole number from 1 to {FacetCounter.HighestRating}."];

        return new()
        {
            CategorySlugs = slugs,
            Categories = nodes.Count == 0 ? null : nodes.SelectMany(node => node.Subtree()).Select(node => node.Category.Id).ToHashSet(),
            Brands = ReadValues("brand", Brands, errors),
            PriceBands = bands,
            Rating = rating,
            InStock = ReadFlag("inStock", InStock, errors),
        };
    }

    ProductPlace ReadPlace(bool searches, Dictionary<string, string[]> errors)
    {
        if (!ProductSorts.TryParse(Sort, searches, out var sort))
            errors["sort"] = [$"Must be one of: {string.Join(", ", ProductSorts.Names)}."];
        var order = sort ?? ProductSort.Newest;
        var backwards = !string.IsNullOrEmpty(Before);
        var (name, text) = backwards ? ("before", Before) : ("after", After);
        if (backwards && !string.IsNullOrEmpty(After))
            errors["before"] = ["Must not stand together with after."];
        else if (sort is not null && !string.IsNullOrEmpty(text))
        {
            if (ProductCursor.TryParse(text, order, out var cursor))
                return new(order, cursor, backwards);
            errors[name] = [$"Must be the {(backwards ? "previous" : "next")} of a page with the same sort and language."];
        }
        return new(order, null, Backwards: false);
    }

    static HashSet<string> ReadValues(string name, string[]? values, Dictionary<string, string[]> errors)
    {
        var read = (values ?? []).Where(value => value.Length > 0).ToHashSet(StringComparer.Ordinal);
        if (read.Count > MostValues)
            errors[name] = [$"Must not stand more than {MostValues} times."];
        // PostgreSQL's text knows no NUL.
        else if (read.Any(value => value.Length > Product.SlugLength || value.Contains('\0', StringComparison.Ordinal)))
            errors[name] = ["Must be one that there is."];
        return read;
    }

    static bool ReadFlag(string name, string? value, Dictionary<string, string[]> errors)
    {
        if (value is null or "" or "false")
            return false;
        if (value != "true")
            errors[name] = ["Must be true or false."];
        return true;
    }

    static bool TryReadNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
