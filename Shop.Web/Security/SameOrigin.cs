namespace Shop.Web.Security;

/// <summary>
/// Whether one of the shop's own pages has sent a request. What says so is set by the browser and by no page, so that a page from elsewhere can't
/// pretend; it needs no token in the form, and so no cookie and no keys, and a form works for as long as it stays open.
/// </summary>
static class SameOrigin
{
    /// <summary>A browser too old to say where a request comes from is believed for what it posts only.</summary>
    public static bool IsFromStorefront(this HttpRequest request) => request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site
        ? site == "same-origin"
        : request.Headers.Origin is { Count: > 0 } origin && origin == $"{request.Scheme}://{request.Host.ToUriComponent()}";

    /// <summary>For forms: what comes from elsewhere is refused.</summary>
    public static TBuilder RequireSameOrigin<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.DisableAntiforgery().AddEndpointFilter(static (context, next) =>
            context.HttpContext.Request.IsFromStorefront() ? next(context) : ValueTask.FromResult<object?>(TypedResults.StatusCode(StatusCodes.Status400BadRequest)));
}
