using Shop.Catalog.Data;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Products;

/// <summary>The queries for products by name and id. Only what is published is found.</summary>
static class ProductQueries
{
    /// <summary>With the description in the language of the request, and the pictures that staff has put there.</summary>
    public static async Task<(ProductRow Row, string Description, Guid[] Pictures)?> BySlugAsync(CatalogContext context, string slug, CancellationToken cancellationToken)
    {
        var rows = await context.ReadAsync(
            BySlug(slug), static reader => (ProductRow.Read(reader), reader.GetString(ProductRow.ColumnCount), reader.GetFieldValue<Guid[]>(ProductRow.ColumnCount + 1)), cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }

    public static Statement BySlug(string slug) => new Statement().Append("select ").Append(ProductRow.Columns).Append(Language.Choose(", p.description_en", ", p.description_zh"))
        .Append(", case when p.cover is null then array[]::uuid[] else array(select g.id from gallery_pictures g where g.product_id = p.id order by g.position) end")
        .Append($" from products p where p.slug = {slug} and p.status = 1");

    /// <summary>In no order.</summary>
    public static Task<List<ProductRow>> ByIdsOrSlugsAsync(CatalogContext context, Guid[] ids, string[] slugs, CancellationToken cancellationToken) =>
        context.ReadAsync(
            new Statement().Append("select ").Append(ProductRow.Columns).Append($" from products p where (p.id = any ({ids}) or p.slug = any ({slugs})) and p.status = 1"),
            ProductRow.Read, cancellationToken);

    public static async Task<(Guid Id, string Sku)?> SkuBySlugAsync(CatalogContext context, string slug, CancellationToken cancellationToken)
    {
        var rows = await context.ReadAsync(
            new Statement().Append($"select id, sku from products where slug = {slug} and status = 1"), static reader => (reader.GetGuid(0), reader.GetString(1)), cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }
}
