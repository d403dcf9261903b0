using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;
using Shop.Catalog.Products;
using Shop.Catalog.Search;
using Shop.ServiceDefaults.Http;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Manage;

/// <summary>Which products staff sees in a list: the place in it is the change and id of the last one shown.</summary>
sealed record ManagedProductQuery(SearchTerms? Search, ProductStatus? Status, Guid? Category, DateTimeOffset? UpdatedBefore, Guid Id)
{
    public static ManagedProductQuery? Read(string? q, string? status, string? category, string? after, out Dictionary<string, string[]> errors)
    {
        errors = [];
        var search = string.IsNullOrWhiteSpace(q) ? null : q.Length > SearchTerms.LongestText ? null : SearchTerms.Parse(q);
        if (search is null && !string.IsNullOrWhiteSpace(q))
            errors["q"] = [Language.Choose($"Must have a letter or a digit, and not be longer than {SearchTerms.LongestText} characters.", $"须包含字母或数字，且不超过 {SearchTerms.LongestText} 个字符。")];
        var wanted = EnumName.Read<ProductStatus>(status);
        if (wanted is null && !string.IsNullOrEmpty(status))
            errors["status"] = [Language.Choose("Must be draft, published or archived.", "须为 draft、published 或 archived。")];
        Guid? within = null;
        if (!string.IsNullOrEmpty(category))
        {
            if (Guid.TryParse(category, out var parsed))
                within = parsed;
            else
                errors["category"] = [Language.Choose("Must be a category's id.", "须为分类的编号。")];
        }
        DateTimeOffset? updated = null;
        var id = Guid.Empty;
        if (!string.IsNullOrEmpty(after))
        {
            if (after.Split('_') is [var ticks, var last] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
                && time <= DateTimeOffset.MaxValue.Ticks && Guid.TryParseExact(last, "N", out id))
                updated = new DateTimeOffset(time, TimeSpan.Zero);
            else
                errors["after"] = [Language.Choose("Must be the next of a page.", "须为上一页给出的 next。")];
        }
        return errors.Count > 0 ? null : new(search, wanted, within, updated, id);
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
        if (Category is { } category)
            products = products.Where(p => context.Database.SqlQuery<Guid>(
                $"""
                with recursive below as (
                    select id from categories where id = {category}
                    union all
                    select c.id from categories c join below b on c.parent_id = b.id)
                select id as "Value" from below
                """).Contains(p.CategoryId));
        if (UpdatedBefore is { } updated)
            products = products.Where(p => EF.Functions.LessThan(ValueTuple.Create(p.UpdatedAt, p.Id), ValueTuple.Create(updated, Id)));
        return products.OrderByDescending(p => p.UpdatedAt).ThenByDescending(p => p.Id);
    }
}
