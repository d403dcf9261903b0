using Shop.Catalog.Data;
using Shop.Catalog.Search;

namespace Shop.Catalog.Products;

/// <summary>Where a page begins, and in which direction it is read; without a cursor it is the first.</summary>
sealed record ProductPlace(ProductSort Sort, ProductCursor? Cursor, bool Backwards)
{
    public ProductOrder Order => ProductOrder.Of(Sort);
}

/// <summary>
/// The two ways to read a page. <see cref="Walk"/> goes along the index of the order until the page is full: for selections that many
/// products are in. <see cref="Gather"/> finds all that fit by their words and facets and sorts them: for few, which a walk would
/// seek for long. Neither leaves the choice of its index to chance.
/// </summary>
static class ProductListStatements
{
    /// <summary>So many matches are ranked and counted, and no more. Reading them takes some 20 ms.</summary>
    public const int MostMatches = 10_000;

    /// <summary>A selection so small is gathered and sorted; in a larger one a walk along the order soon finds a page.</summary>
    public const int FewMatches = 2_000;

    /// <summary>What of a document counts how much: description, nothing, brand and category, name.</summary>
    const string Weights = "'{0.1, 0.2, 0.5, 1}'";

    /// <summary>
    /// "Is true" keeps the filters from being taken for a use of the index of facets.
    /// </summary>
    public static Statement Walk(ProductPlace place, ProductFilter filter, SearchQuery? search, int limit)
    {
        if (filter.Categories is { } categories && !filter.HasFacets && search is null)
            return WalkCategories(place, categories, limit);
        var statement = new Statement();
        if (search is not null)
            search.AppendTo(statement.Append("with query as materialized (select ")).Append(" as query) ");
        statement.Append("select ").Append(ProductRow.Columns).Append(" from products p where p.status = 1");
        foreach (var values in filter.Values())
            statement.Append($" and (p.facets && {values}) is true");
        if (search is not null)
            statement.Append(" and (p.search @@ (select query from query)) is true");
        AppendBounds(statement, place, filter);
        return AppendPage(statement, place, limit);
    }

    /// <summary>The index is walked in each category and merged: a category costs a page of index entries and never a scan past the products of all others.</summary>
    static Statement WalkCategories(ProductPlace place, IReadOnlySet<Guid> categories, int limit)
    {
        var statement = new Statement().Append("select ").Append(ProductRow.Columns);
        statement.Append($" from unnest({categories.ToArray()}) as category (id) cross join lateral (select ").Append(ProductRow.Columns);
        statement.Append(" from products p where p.status = 1 and p.category_id = category.id");
        AppendPage(statement, place, limit).Append(") p");
        return place.Order.AppendOrderBy(statement, "p", place.Backwards).Append($" limit {limit}");
    }

    static Statement AppendPage(Statement statement, ProductPlace place, int limit)
    {
        if (place.Cursor is { } cursor)
            place.Order.AppendPlace(statement.Append(" and "), "p", cursor, place.Backwards);
        return place.Order.AppendOrderBy(statement, "p", place.Backwards).Append($" limit {limit}");
    }

    /// <summary>
    /// The rows have two columns more: how well the product fits, and how many matches there are. The query comes from a materialized
    /// subquery, whose value the planner does not know: it takes the index whatever is searched, and not a scan for what it thinks common.
    /// </summary>
    /// <param name="place">Order and beginning.</param>
    /// <param name="filter">Which.</param>
    /// <param name="search">Of which words.</param>
    /// <param name="limit">Rows.</param>
    /// <param name="mostMatches">So many are ranked at most.</param>
    /// <param name="bestsellers">Only so many that sell best are looked at, one by one: what nearly every product has would take long to gather by its index.</param>
    public static Statement Gather(ProductPlace place, ProductFilter filter, SearchQuery? search, int limit, int mostMatches = MostMatches, int? bestsellers = null)
    {
        var products = bestsellers is null ? "products" : "best";
        var columns = place.Order.Columns.Where(column => column != "rank").ToArray();
        var statement = new Statement().Append("with ");
        if (search is not null)
            search.AppendTo(statement.Append("query as materialized (select ")).Append(" as query), ");
        if (bestsellers is { } count)
            statement.Append($"best as materialized (select id, sold, status, search, facets from products where status = 1 order by sold desc, id desc limit {count}), ");
        statement.Append("matched as materialized (select ").Append(string.Join(", ", columns.Select(column => $"p.{column}")));
        // Thousandths, so that products which fit alike are tied and the best sellers come first.
        statement.Append(search is null ? $", 0 as rank from {products} p" : $", (1000 * ts_rank({Weights}, p.search, query.query))::int as rank from query, {products} p");
        AppendMatches(statement, filter, search).Append($" limit {mostMatches}) select ").Append(ProductRow.Columns);
        statement.Append(", m.rank, (select count(*) from matched) from (select * from matched m");
        if (place.Cursor is { } cursor)
            place.Order.AppendPlace(statement.Append(" where "), "m", cursor, place.Backwards);
        place.Order.AppendOrderBy(statement, "m", place.Backwards).Append($" limit {limit}) m join products p on p.id = m.id");
        return place.Order.AppendOrderBy(statement, "m", place.Backwards);
    }

    /// <summary>The cells of all that match a search, as <see cref="FacetCell.Read"/> reads them.</summary>
    public static Statement Cells(SearchQuery search)
    {
        var statement = search.AppendTo(new Statement().Append("with query as materialized (select ")).Append(" as query) select facets, count(*) from (select p.facets from query, products p");
        return AppendMatches(statement, ProductFilter.None, search).Append($" limit {MostMatches}) matched group by facets");
    }

    public static Statement Exists(SearchQuery search) =>
        AppendMatches(search.AppendTo(new Statement().Append("with query as materialized (select ")).Append(" as query) select 1 from query, products p"), ProductFilter.None, search)
            .Append(" limit 1");

    static Statement AppendMatches(Statement statement, ProductFilter filter, SearchQuery? search)
    {
        statement.Append(" where p.status = 1");
        if (search is not null)
            statement.Append(" and p.search @@ query.query");
        foreach (var values in filter.Values())
            statement.Append($" and p.facets && {values}");
        return statement;
    }

    /// <summary>What the filter says of the very column that is sorted by: else the walk would begin far from the first that fits.</summary>
    static void AppendBounds(Statement statement, ProductPlace place, ProductFilter filter)
    {
        if (place.Sort is ProductSort.PriceAscending or ProductSort.PriceDescending && filter.PriceBands.Count > 0)
        {
            statement.Append($" and p.price >= {PriceBands.Start(filter.PriceBands.Min())}");
            if (PriceBands.End(filter.PriceBands.Max()) is { } end)
                statement.Append($" and p.price < {end}");
        }
        else if (place.Sort == ProductSort.Rating && filter.Rating > 0)
            statement.Append($" and p.rating_average >= {(decimal)filter.Rating}");
    }
}
