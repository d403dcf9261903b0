using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Web.Clients;
using Shop.Web.Security;

namespace Shop.Web.Admin;

/// <summary>Where categories are changed, and the button that removes one.</summary>
static class CategoryEndpoints
{
    public const string Path = AdminSection.Root + "/categories";

    /// <summary>What the pages say was done.</summary>
    public const string Created = "created", Saved = "saved", Deleted = "deleted", Stale = "stale", InUse = "in-use";

    public static string Page(Guid id, string? done = null) => $"{Path}/{id}" + (done is null ? QueryString.Empty : QueryString.Create("done", done));

    public static void MapCategoryForms(this IEndpointRouteBuilder routes) => routes.MapPost(Path + "/{id:guid}/delete", DeleteAsync).RequireSameOrigin();

    static async Task<RedirectHttpResult> DeleteAsync(Guid id, [FromForm] int version, CatalogOfficeClient catalog, CancellationToken cancellationToken) =>
        TypedResults.LocalRedirect((await catalog.DeleteCategoryAsync(id, version, cancellationToken)).Status switch
        {
            HttpStatusCode.NoContent or HttpStatusCode.NotFound => Path + QueryString.Create("done", Deleted),
            HttpStatusCode.Conflict => Page(id, InUse),
            _ => Page(id, Stale),
        });
}
