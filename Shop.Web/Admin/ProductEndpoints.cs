using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Web.Clients;
using Shop.Web.Security;

namespace Shop.Web.Admin;

/// <summary>Where products are changed, and the buttons that change their status.</summary>
static class ProductEndpoints
{
    public const string Path = AdminSection.Root + "/products";

    /// <summary>What a product's page says was done.</summary>
    public const string Created = "created", Saved = "saved", Moved = "moved", Stale = "stale";

    static readonly string[] Verbs = ["publish", "unpublish", "archive"];

    public static string Page(Guid id, string? done = null) => $"{Path}/{id}" + (done is null ? QueryString.Empty : QueryString.Create("done", done));

    public static void MapProductForms(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path + "/{id:guid}").RequireSameOrigin();
        foreach (var verb in Verbs)
            group.MapPost("/" + verb, (Guid id, [FromForm] int version, CatalogOfficeClient catalog, CancellationToken cancellationToken) =>
                SetStatusAsync(id, verb, version, catalog, cancellationToken));
    }

    static async Task<RedirectHttpResult> SetStatusAsync(Guid id, string verb, int version, CatalogOfficeClient catalog, CancellationToken cancellationToken)
    {
        var answer = await catalog.SetStatusAsync(id, verb, version, cancellationToken);
        return TypedResults.LocalRedirect(answer.Status == HttpStatusCode.NotFound ? Path : Page(id, answer.IsSuccess ? verb : Stale));
    }
}
