using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;
using Shop.Catalog.Products;
using Shop.Catalog.Search;

namespace Shop.Catalog.Manage;

/// <summary>Which products staff sees in a list: the place in it is the change and id of the last one shown.</summary>
sealed record ManagedProductQuery(SearchTerms? Search, ProductStatus? Status, DateTimeOffset? UpdatedBefore, Guid Id)
{
    public static ManagedProductQuery? Read(string? q, string? status, string? after, out Dictionary<string, string[]> errors)
    {
        errors = [];
        var search = string.IsNullOrWhiteSpace(q) ? null : q.Length > SearchTerms.LongestText ? null : SearchTerms.Parse(q);
        if (search is null && !string.IsNullOrWhiteSpace(q))
            errors["q"] = [$"Must have a letter or a digit, and not be longer than {SearchTerms.LongestText} characters."];
        ProductStatus? wanted = null;
        if (!string.IsNullOrEmpty(status))
        {
            if (Enum.TryParse<ProductStatus>(status, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) && !char.IsAsciiDigit(status[0]))
                wanted = parsed;
            else
                errors["status"] = ["Must be draft, published or archived."];
        }
        DateTimeOffset? updated = null;
        var id = Guid.Empty;
        if (!string.IsNullOrEmpty(after))
        {
            if (after.Split('_') is [var ticks, var last] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
                && time <= DateTimeOffset.MaxValue.Ticks && Guid.TryParseExact(last, "N", out id))
                updated = new DateTimeOffset(time, TimeSpan.Zero);
            else
                errors["after"] = ["Must be the next of a page."];
        }
        return errors.Count > 0 ? null : new(search, wanted, updated, id);
    }

    public static string Cursor(ManagedProductSummary last) => string.Create(CultureInfo.InvariantCulture, $"{last.UpdatedAt.UtcTicks}_{last.Id:N}");

    public IQueryable<Product> Apply(CatalogContext context)
    {
        var products = context.Products.AsNoTracking();
        if (Search is not null)
        {
            var (words, sku) = (Search.WordQueries(), Search.SkuQuery());
            // The one index is of what is published, the other of the rest.
            products = context.Products.FromSql(
                $"""
                select * from products
                where (status = 1 and search @@ (select search_query({words}, sku => {sku}))) or (status <> 1 and search @@ (select search_query({words}, sku => {sku})))
                """).AsNoTracking();
        }
        if (Status is { } status)
            products = products.Where(p => p.Status == status);
        if (UpdatedBefore is { } updated)
            products = products.Where(p => EF.Functions.LessThan(ValueTuple.Create(p.UpdatedAt, p.Id), ValueTuple.Create(updated, Id)));
        return products.OrderByDescending(p => p.UpdatedAt).ThenByDescending(p => p.Id);
    }
}
