using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Categories;
using Shop.Catalog.Data;

namespace Shop.Catalog.Manage;

/// <summary>A category as staff sees it; <see cref="Version"/> is what its ETag names.</summary>
sealed record ManagedCategory(
    Guid Id, string Slug, string NameEn, string NameZh, string DescriptionEn, string DescriptionZh, Guid? ParentId, int Position, int Version)
{
    public static ManagedCategory From(Category c) => new(c.Id, c.Slug, c.NameEn, c.NameZh, c.DescriptionEn, c.DescriptionZh, c.ParentId, c.Position, c.Version);
}

static class CategoryManagementEndpoints
{
    public static void MapCategoryManagement(this RouteGroupBuilder manage)
    {
        var categories = manage.MapGroup("/categories").WithTags("Manage categories");
        categories.MapGet("", ListAsync).WithName("ListManagedCategories").WithSummary("All categories in both languages, siblings in their order.");
        categories.MapGet("/{id:guid}", GetAsync).WithName("GetManagedCategory").WithSummary("A category in both languages; its ETag is its version.");
        categories.MapPost("", CreateAsync).WithName("CreateCategory").WithSummary("Makes a category, the last of its siblings. Without a slug it is called by its name.");
        Conditional(categories.MapPut("/{id:guid}", UpdateAsync)).WithName("UpdateCategory").WithSummary("Renames the version that If-Match names. Its place stays as it is.");
        Conditional(categories.MapPost("/{id:guid}/move", MoveAsync)).WithName("MoveCategory").WithSummary("Puts it below another or elsewhere among its siblings.");
        Conditional(categories.MapDelete("/{id:guid}", DeleteAsync)).WithName("DeleteCategory").WithSummary("Removes a category that nothing hangs on.");
    }

    static RouteHandlerBuilder Conditional(RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);

    static async Task<Ok<List<ManagedCategory>>> ListAsync(CatalogContext context, CancellationToken cancellationToken)
    {
        var all = await context.Categories.AsNoTracking().OrderBy(c => c.Position).ThenBy(c => c.Id).ToListAsync(cancellationToken);
        return TypedResults.Ok(all.ConvertAll(ManagedCategory.From));
    }

    static async Task<Results<Ok<ManagedCategory>, NotFound>> GetAsync(Guid id, HttpContext http, CatalogContext context, CancellationToken cancellationToken) =>
        await context.Categories.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is { } category
            ? TypedResults.Ok(Respond(http, category))
            : TypedResults.NotFound();

    static async Task<Results<Created<ManagedCategory>, ValidationProblem, ProblemHttpResult>> CreateAsync(
        CategoryInput input, HttpContext http, CategoryManagement management, CancellationToken cancellationToken)
    {
        if (input.Validate() is { Count: > 0 } errors)
            return TypedResults.ValidationProblem(errors);
        var change = await management.CreateAsync(input, Author.Of(http.User), cancellationToken);
        return change.Category is { } category
            ? TypedResults.Created($"/api/catalog/manage/categories/{category.Id}", Respond(http, category))
            : Conflicts.ToProblem(change.Conflicts!);
    }

    static async Task<Results<Ok<ManagedCategory>, NotFound, ValidationProblem, ProblemHttpResult>> UpdateAsync(
        Guid id, CategoryInput input, HttpContext http, CatalogContext context, CategoryManagement management, CancellationToken cancellationToken)
    {
        if (input.Validate() is { Count: > 0 } errors)
            return TypedResults.ValidationProblem(errors);
        return (await ChangeAsync(id, http, context, version => management.UpdateAsync(id, version, input, Author.Of(http.User), cancellationToken), cancellationToken)).Result switch
        {
            Ok<ManagedCategory> changed => changed,
            NotFound missing => missing,
            var problem => (ProblemHttpResult)problem,
        };
    }

    static Task<Results<Ok<ManagedCategory>, NotFound, ProblemHttpResult>> MoveAsync(
        Guid id, CategoryMove move, HttpContext http, CatalogContext context, CategoryManagement management, CancellationToken cancellationToken) =>
        ChangeAsync(id, http, context, version => management.MoveAsync(id, version, move, Author.Of(http.User), cancellationToken), cancellationToken);

    static async Task<Results<NoContent, NotFound, ProblemHttpResult>> DeleteAsync(
        Guid id, HttpContext http, CatalogContext context, CategoryManagement management, CancellationToken cancellationToken) =>
        (await ChangeAsync(id, http, context, version => management.DeleteAsync(id, version, Author.Of(http.User), cancellationToken), cancellationToken)).Result switch
        {
            Ok<ManagedCategory> => TypedResults.NoContent(),
            NotFound missing => missing,
            var problem => (ProblemHttpResult)problem,
        };

    /// <summary>A change of the version that the request names.</summary>
    static async Task<Results<Ok<ManagedCategory>, NotFound, ProblemHttpResult>> ChangeAsync(
        Guid id, HttpContext http, CatalogContext context, Func<int, Task<CategoryChange>> change, CancellationToken cancellationToken)
    {
        if (await context.Categories.AsNoTracking().Where(c => c.Id == id).Select(c => (int?)c.Version).FirstOrDefaultAsync(cancellationToken) is not { } version)
            return TypedResults.NotFound();
        if (Precondition.Check(http.Request, version) is { } refusal)
            return refusal;
        try
        {
            var done = await change(version);
            return done.Category is { } category ? TypedResults.Ok(Respond(http, category)) : Conflicts.ToProblem(done.Conflicts!);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Precondition.Failed();
        }
    }

    static ManagedCategory Respond(HttpContext http, Category category)
    {
        Precondition.SetVersion(http.Response, category.Version);
        return ManagedCategory.From(category);
    }
}
