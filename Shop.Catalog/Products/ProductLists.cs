using Npgsql;
using Shop.Catalog.Caching;
using Shop.Catalog.Categories;
using Shop.Catalog.Data;
using Shop.Catalog.Search;

namespace Shop.Catalog.Products;

/// <summary>What a list is asked for, checked.</summary>
sealed record ProductListRequest(SearchTerms? Search, ProductFilter Filter, ProductPlace Place, int Limit, bool WithFacets);

/// <summary>Reads pages of products: one query each, and one more for the facets of a search.</summary>
sealed class ProductLists(CatalogContext context, CategoryReader categories, CacheLoad answer)
{
    /// <summary>An answer that hangs on more categories than so many hangs on all products instead.</summary>
    const int MostCategoryTags = 32;

    public async Task<ProductPage> ReadAsync(ProductListRequest request, CancellationToken cancellationToken)
    {
        var tree = await categories.TreeAsync(cancellationToken);
        var page = request.Search is null
            ? await BrowseAsync(request, tree, cancellationToken)
            : await SearchAsync(request, request.Search, tree, cancellationToken);
        if (request is { Search: null, WithFacets: false, Filter.Categories: { Count: <= MostCategoryTags } within })
            foreach (var category in within)
                answer.DependsOn(CacheTag.Category(category));
        else
            answer.DependsOn(CacheTag.Products);
        foreach (var item in page.Items)
            answer.DependsOn(CacheTag.Product(item.Id));
        return page;
    }

    /// <summary>How many products fit is known before they are read, so that the right way to read them is too.</summary>
    async Task<ProductPage> BrowseAsync(ProductListRequest request, CategoryTree tree, CancellationToken cancellationToken)
    {
        var cells = await categories.CellsAsync(cancellationToken);
        var counter = request.Filter.HasFacets || request.WithFacets ? Count(cells.All, request.Filter) : null;
        var total = counter?.Total ?? request.Filter.Categories?.Sum(cells.CountIn) ?? cells.Total;
        var gathers = request.Filter.HasFacets && total <= ProductListStatements.FewMatches;
        var statement = gathers
            ? ProductListStatements.Gather(request.Place, request.Filter, null, request.Limit + 1)
            : ProductListStatements.Walk(request.Place, request.Filter, null, request.Limit + 1);
        var rows = await context.ReadAsync(statement, ProductRow.Read, cancellationToken);
        return Page(rows, request, request.Place, tree) with
        {
            Total = new(total, IsExact: true),
            Facets = request.WithFacets ? counter?.ToFacets(tree) : null,
        };
    }

    /// <summary>
    /// All words first. Where no product has them, with their spelling corrected; where that helps nothing, any of them. Which it is depends
    /// on the words alone and not on filter or page, so that following pages and filters stay with it.
    /// </summary>
    async Task<ProductPage> SearchAsync(ProductListRequest request, SearchTerms terms, CategoryTree tree, CancellationToken cancellationToken)
    {
        var search = new SearchQuery(terms);
        var page = await FindAsync(request, search, tree, cancellationToken);
        if (page.Items.Count > 0 || await ExistsAsync(search, cancellationToken))
            return page;

        if (await SpellingCorrection.CorrectAsync(context, terms, cancellationToken) is { } corrected && await ExistsAsync(search = new(corrected), cancellationToken))
            return await FindAsync(request, search, tree, cancellationToken) with { Search = new(corrected.ToString(), AllWords: true) };

        return await FindAsync(request, new(terms, AnyWord: true), tree, cancellationToken) with { Search = new(null, AllWords: false) };
    }

    async Task<ProductPage> FindAsync(ProductListRequest request, SearchQuery search, CategoryTree tree, CancellationToken cancellationToken)
    {
        var place = request.Place;
        // A cursor of best sellers comes from a page that was walked by them.
        if (place is { Sort: ProductSort.Relevance, Cursor.Sort: ProductSort.Bestselling })
            place = place with { Sort = ProductSort.Bestselling };
        var matches = 0;
        var rows = await context.ReadAsync(ProductListStatements.Gather(place, request.Filter, search, request.Limit + 1), ReadMatch, cancellationToken);
        var walks = matches == ProductListStatements.MostMatches;
        if (walks)
        {
            // Words that so many products have tell none apart: those that sell best come first.
            if (place.Sort == ProductSort.Relevance)
                place = place with { Sort = ProductSort.Bestselling, Cursor = null };
            rows = await context.ReadAsync(ProductListStatements.Walk(place, request.Filter, search, request.Limit + 1), ProductRow.Read, cancellationToken);
        }
        var page = Page(rows, request, place, tree);
        if (request.WithFacets)
            page = page with { Facets = Count(await context.ReadAsync(ProductListStatements.Cells(search), FacetCell.Read, cancellationToken), request.Filter).ToFacets(tree) };
        return rows.Count > 0 || place.Cursor is null ? page with { Total = new(matches, IsExact: !walks) } : page;

        ProductRow ReadMatch(NpgsqlDataReader reader)
        {
            matches = (int)reader.GetInt64(ProductRow.ColumnCount + 1);
            return ProductRow.Read(reader) with { Rank = reader.GetInt32(ProductRow.ColumnCount) };
        }
    }

    async Task<bool> ExistsAsync(SearchQuery search, CancellationToken cancellationToken) =>
        (await context.ReadAsync(ProductListStatements.Exists(search), static _ => true, cancellationToken)).Count > 0;

    static FacetCounter Count(IEnumerable<FacetCell> cells, ProductFilter filter)
    {
        var counter = new FacetCounter(filter);
        foreach (var cell in cells)
            counter.Add(cell);
        return counter;
    }

    /// <summary>One row more than shown tells whether the list goes on; that it goes on where it came from is clear.</summary>
    static ProductPage Page(List<ProductRow> rows, ProductListRequest request, ProductPlace place, CategoryTree tree)
    {
        var goesOn = rows.Count > request.Limit;
        if (goesOn)
            rows.RemoveAt(request.Limit);
        if (place.Backwards)
            rows.Reverse();
        var (hasPrevious, hasNext) = place.Backwards ? (goesOn, true) : (place.Cursor is not null, goesOn);
        return new(rows.ConvertAll(row => ProductSummary.From(row, tree)))
        {
            Next = hasNext && rows.Count > 0 ? ProductCursor.At(rows[^1], place.Sort).ToString() : null,
            Previous = hasPrevious && rows.Count > 0 ? ProductCursor.At(rows[0], place.Sort).ToString() : null,
        };
    }
}
