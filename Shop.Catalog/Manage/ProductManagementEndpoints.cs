using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;
using Shop.Catalog.Products;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Manage;

static class ProductManagementEndpoints
{
    const int PageSize = 50, MostHistory = 200, FewPieces = 10, MostFew = 1_000, MostLowShown = 20;

    public static void MapProductManagement(this RouteGroupBuilder manage)
    {
        var products = manage.MapGroup("/products").WithTags("Manage products");
        products.MapGet("", ListAsync).WithName("ListManagedProducts")
            .WithSummary("Products of any status, those changed last first; by status, by category with what is below it, or those that a search finds.");
        products.MapGet("/low-stock", LowStockAsync).WithName("ListLowStock")
            .WithSummary("Published products of which no more than so many pieces are left, those with the fewest first: how many there are, and the first 20.");
        products.MapGet("/{id:guid}", GetAsync).WithName("GetManagedProduct").WithSummary("A product in both languages; its ETag is its version.");
        products.MapPost("", CreateAsync).WithName("CreateProduct").WithSummary("Makes a draft. Without a slug it is called by its name.");
        products.MapPut("/{id:guid}", UpdateAsync).WithName("UpdateProduct").WithSummary("Changes the version that If-Match names.")
            .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);
        foreach (var (verb, status, summary) in Transitions)
            products.MapPost($"/{{id:guid}}/{verb}", (Guid id, HttpContext http, CatalogContext context, ProductManagement management, CancellationToken cancel) =>
                    ChangeAsync(id, http, context, product => management.SetStatusAsync(product, status, Author.Of(http.User), cancel), cancel))
                .WithName($"{char.ToUpperInvariant(verb[0])}{verb[1..]}Product").WithSummary(summary)
                .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);
        products.MapDelete("/{id:guid}", DeleteAsync).WithName("DeleteProduct").WithSummary("Removes a draft that was never sold nor in stock; all else is archived.")
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);
        products.MapGet("/{id:guid}/price-changes", PriceChangesAsync).WithName("ListPriceChanges").WithSummary("What the price was, newest first.");
        products.MapGet("/{id:guid}/audit", AuditAsync).WithName("ListProductAudit").WithSummary("Who changed what, newest first.");
    }

    static readonly (string Verb, ProductStatus Status, string Summary)[] Transitions =
    [
        ("publish", ProductStatus.Published, "Shows and sells it from now on."),
        ("unpublish", ProductStatus.Draft, "Makes a draft of it again, which nobody sees."),
        ("archive", ProductStatus.Archived, "Sells it no more. Orders that have it go on referring to it."),
    ];

    static async Task<Results<Ok<ManagedProductPage>, ValidationProblem>> ListAsync(
        string? q, string? status, string? category, string? after, CatalogContext context, CancellationToken cancellationToken)
    {
        var query = ManagedProductQuery.Read(q, status, category, after, out var errors);
        if (query is null)
            return TypedResults.ValidationProblem(errors);
        var items = await query.Apply(context).Take(PageSize + 1).Select(ManagedProductSummary.FromProduct).ToListAsync(cancellationToken);
        var next = items.Count > PageSize ? ManagedProductQuery.Cursor(items[PageSize - 1]) : null;
        return TypedResults.Ok(new ManagedProductPage([.. items.Take(PageSize)], next));
    }

    /// <summary>Looks through all products: an index would have to be written with each order, and this is asked for a few times a day.</summary>
    static async Task<Results<Ok<LowStock>, ValidationProblem>> LowStockAsync(string? atMost, CatalogContext context, CancellationToken cancellationToken)
    {
        var pieces = FewPieces;
        if (!string.IsNullOrEmpty(atMost) && (!int.TryParse(atMost, NumberStyles.None, CultureInfo.InvariantCulture, out pieces) || pieces > MostFew))
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["atMost"] = [Language.Choose($"Must be a whole number from 0 to {MostFew}.", $"须为 0 至 {MostFew} 的整数。")] });
        var low = context.Products.AsNoTracking().Where(p => p.Status == ProductStatus.Published && p.Stock <= pieces);
        var items = await low.OrderBy(p => p.Stock).ThenBy(p => p.Id).Take(MostLowShown).Select(ManagedProductSummary.FromProduct).ToListAsync(cancellationToken);
        return TypedResults.Ok(new LowStock(pieces, items.Count < MostLowShown ? items.Count : await low.CountAsync(cancellationToken), items));
    }

    static async Task<Results<Ok<ManagedProduct>, NotFound>> GetAsync(Guid id, HttpContext http, CatalogContext context, CancellationToken cancellationToken)
    {
        if (await context.Products.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancellationToken) is not { } product)
            return TypedResults.NotFound();
        Precondition.SetVersion(http.Response, product.Version);
        return TypedResults.Ok(ManagedProduct.From(product));
    }

    static async Task<Results<Created<ManagedProduct>, ValidationProblem, ProblemHttpResult>> CreateAsync(
        ProductInput input, HttpContext http, ProductManagement management, CancellationToken cancellationToken)
    {
        if (input.Validate() is { Count: > 0 } errors)
            return TypedResults.ValidationProblem(errors);
        var change = await management.CreateAsync(input, Author.Of(http.User), cancellationToken);
        if (change.Product is not { } product)
            return Conflicts.ToProblem(change.Conflicts!);
        Precondition.SetVersion(http.Response, product.Version);
        return TypedResults.Created($"/api/catalog/manage/products/{product.Id}", ManagedProduct.From(product));
    }

    static async Task<Results<Ok<ManagedProduct>, NotFound, ValidationProblem, ProblemHttpResult>> UpdateAsync(
        Guid id, ProductInput input, HttpContext http, CatalogContext context, ProductManagement management, CancellationToken cancellationToken)
    {
        if (input.Validate() is { Count: > 0 } errors)
            return TypedResults.ValidationProblem(errors);
        return (await ChangeAsync(id, http, context, product => management.UpdateAsync(product, input, Author.Of(http.User), cancellationToken), cancellationToken)).Result switch
        {
            Ok<ManagedProduct> changed => changed,
            NotFound missing => missing,
            var problem => (ProblemHttpResult)problem,
        };
    }

    static async Task<Results<NoContent, NotFound, ProblemHttpResult>> DeleteAsync(
        Guid id, HttpContext http, CatalogContext context, ProductManagement management, CancellationToken cancellationToken)
    {
        if (await context.Products.FindAsync([id], cancellationToken) is not { } product)
            return TypedResults.NotFound();
        if (Precondition.Check(http.Request, product.Version) is { } refusal)
            return refusal;
        try
        {
            return await management.DeleteAsync(product, Author.Of(http.User), cancellationToken)
                ? TypedResults.NoContent()
                : TypedResults.Problem(Language.Choose("Only a draft that was never sold nor in stock can be removed. Archive it instead.", "只能删除从未售出、也从未有过库存的草稿，请改为下架。"), statusCode: StatusCodes.Status409Conflict);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Precondition.Failed();
        }
    }

    static async Task<Results<Ok<List<PriceChangeResponse>>, NotFound>> PriceChangesAsync(Guid id, CatalogContext context, CancellationToken cancellationToken)
    {
        if (!await context.Products.AnyAsync(p => p.Id == id, cancellationToken))
            return TypedResults.NotFound();
        return TypedResults.Ok(await context.PriceChanges.Where(c => c.ProductId == id).OrderByDescending(c => c.Id).Take(MostHistory)
            .Select(c => new PriceChangeResponse(c.At, c.UserName, new(c.OldPrice, c.Currency), new(c.NewPrice, c.Currency))).ToListAsync(cancellationToken));
    }

    /// <summary>Also of a product that has been deleted.</summary>
    static async Task<Ok<List<AuditEntryResponse>>> AuditAsync(Guid id, CatalogContext context, CancellationToken cancellationToken) =>
        TypedResults.Ok(await context.AuditEntries.Where(e => e.SubjectId == id).OrderByDescending(e => e.Id).Take(MostHistory)
            .Select(e => new AuditEntryResponse(e.At, e.UserName, e.Action, e.SubjectId, e.Changes)).ToListAsync(cancellationToken));

    /// <summary>A change of the version that the request names.</summary>
    static async Task<Results<Ok<ManagedProduct>, NotFound, ProblemHttpResult>> ChangeAsync(
        Guid id, HttpContext http, CatalogContext context, Func<Product, Task<ProductChange>> change, CancellationToken cancellationToken)
    {
        if (await context.Products.FindAsync([id], cancellationToken) is not { } product)
            return TypedResults.NotFound();
        if (Precondition.Check(http.Request, product.Version) is { } refusal)
            return refusal;
        try
        {
            var done = await change(product);
            if (done.Product is null)
                return Conflicts.ToProblem(done.Conflicts!);
            Precondition.SetVersion(http.Response, product.Version);
            return TypedResults.Ok(ManagedProduct.From(product));
        }
        catch (DbUpdateConcurrencyException)
        {
            return Precondition.Failed();
        }
    }
}
