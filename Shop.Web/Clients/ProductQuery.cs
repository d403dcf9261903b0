using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;

namespace Shop.Web.Clients;

/// <summary>Which products a list shows and in which order, under the names that Catalog gives its parameters; pages have the same in their addresses.</summary>
public sealed record ProductQuery
{
    public static readonly ProductQuery All = new();

    /// <summary>What is longer is no search but a mistake; Catalog would refuse it.</summary>
    const int LongestText = 200, MostValues = 30;

    /// <summary>A slug.</summary>
    public string? Category { get; init; }

    /// <summary>What is searched for; null where nothing is.</summary>
    public string? Text { get; init; }

    public IReadOnlyList<string> Brands { get; init; } = [];

    /// <summary>Bands such as 25-50.</summary>
    public IReadOnlyList<string> Prices { get; init; } = [];

    /// <summary>The least average, 1 to 5; 0 for any.</summary>
    public int Rating { get; init; }

    public bool InStock { get; init; }

    /// <summary>Null for the default.</summary>
    public string? Sort { get; init; }

    public bool IsSearch => Text is not null;

    public bool IsNarrowed => Brands.Count > 0 || Prices.Count > 0 || Rating > 0 || InStock;

    /// <summary>The same search without any narrowing.</summary>
    public ProductQuery Wide => this with { Brands = [], Prices = [], Rating = 0, InStock = false };

    /// <summary>From a page's address. What makes no sense is left out: an old link shall still show products.</summary>
    public static ProductQuery Parse(string? category, IQueryCollection query)
    {
        var text = query["q"].ToString().Trim();
        text = text.Length > LongestText ? text[..LongestText] : text;
        var isSearch = text.Any(char.IsLetterOrDigit);
        return new()
        {
            Category = category,
            Text = isSearch ? text : null,
            Brands = Values(query["brand"]),
            Prices = Values(query["price"]),
            Rating = int.TryParse(query["rating"], NumberStyles.None, CultureInfo.InvariantCulture, out var rating) && rating is >= 1 and <= 5 ? rating : 0,
            InStock = query["inStock"] == "true",
            Sort = ProductSorts.Parse(query["sort"], isSearch),
        };
    }

    /// <summary>All but the category, which pages have in their path.</summary>
    public QueryBuilder Parameters()
    {
        var query = new QueryBuilder();
        if (Text is not null)
            query.Add("q", Text);
        query.Add("brand", Brands);
        query.Add("price", Prices);
        if (Rating > 0)
            query.Add("rating", Rating.ToString(CultureInfo.InvariantCulture));
        if (InStock)
            query.Add("inStock", "true");
        if (Sort is not null)
            query.Add("sort", Sort);
        return query;
    }

    static string[] Values(StringValues values) =>
        [.. values.OfType<string>().Where(value => value.Length > 0).Distinct().Take(MostValues)];
}
