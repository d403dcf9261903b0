using Shop.Catalog.Data;

namespace Shop.Catalog.Search;

/// <summary>Terms, and whether a product must have all of them or any one.</summary>
sealed record SearchQuery(SearchTerms Terms, bool AnyWord = false)
{
    /// <summary>Whether a word that is still being typed must begin one of the name.</summary>
    public bool PrefixInName { get; init; }

    /// <summary>The call of <c>search_query</c>.</summary>
    public Statement AppendTo(Statement statement) =>
        statement.Append($"search_query({(AnyWord ? Terms.ScatteredQueries() : Terms.WordQueries())}, {AnyWord}, {Terms.PrefixQuery(PrefixInName)}, {Terms.SkuQuery()})");
}
