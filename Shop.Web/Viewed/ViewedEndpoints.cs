using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Web.Clients;
using Shop.Web.Components.Viewed;
using Shop.Web.Security;

namespace Shop.Web.Viewed;

/// <summary>
/// What a visitor has looked at, as a piece of a page that a script fetches once the page is there: so pages stay the same for all strangers, and none waits
/// for Redis. Nothing to show is no content, and so is a Redis that is away: nobody came for this.
/// </summary>
static class ViewedEndpoints
{
    public const string Path = "/viewed";

    const int MostShown = 6;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void MapViewed(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path).RequireSameOrigin();
        group.MapGet("", static (HttpContext http, ViewedClient viewed, CancellationToken cancellationToken) =>
            TryAsync(http, cancellation => ShowAsync(http, viewed, null, cancellation), cancellationToken));
        group.MapPost("", static ([FromForm] Guid product, HttpContext http, ViewedClient viewed, CancellationToken cancellationToken) => TryAsync(http, async cancellation =>
        {
            var strip = await ShowAsync(http, viewed, product, cancellation);
            await viewed.AddAsync(http, product, cancellation);
            return strip;
        }, cancellationToken));
        group.MapDelete("", static (HttpContext http, ViewedClient viewed, CancellationToken cancellationToken) => TryAsync(http, async cancellation =>
        {
            await viewed.ClearAsync(http, cancellation);
            return null;
        }, cancellationToken));
    }

    static async Task<IReadOnlyList<ProductSummary>?> ShowAsync(HttpContext http, ViewedClient viewed, Guid? except, CancellationToken cancellationToken) =>
        [.. (await viewed.ReadAsync(http, cancellationToken)).Where(product => product.Id != except).Take(MostShown)];

    static async Task<Results<RazorComponentResult<ViewedStrip>, NoContent>> TryAsync(
        HttpContext http, Func<CancellationToken, Task<IReadOnlyList<ProductSummary>?>> act, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            return await act(patience.Token) is { Count: > 0 } products ? new RazorComponentResult<ViewedStrip>(new { Products = products }) : TypedResults.NoContent();
        }
        catch (Exception exception) when (exception is HttpRequestException || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return TypedResults.NoContent();
        }
    }
}
