using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Shop.Catalog.Data;

namespace Shop.Catalog.Pictures;

static class PictureEndpoints
{
    static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapPictures(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/api/catalog/products/{slug}/picture", Methods, GetAsync)
            .AllowAnonymous()
            .WithTags("Products")
            .WithName("GetProductPicture")
            .WithSummary("The product's picture as it is drawn, an SVG; with artwork or detail in view another one. With the v of the product's pictureUrl it may be kept for good.")
            .Produces(StatusCodes.Status200OK, contentType: "image/svg+xml")
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound);

    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetAsync(
        string slug, string? v, string? view, HttpContext http, PictureCache pictures, CatalogContext context, CancellationToken cancellationToken)
    {
        if (PictureViews.Find(view) is not { } shown || await pictures.GetAsync(slug, shown, context, cancellationToken) is not { } picture)
            return TypedResults.Problem("There is no such picture.", statusCode: StatusCodes.Status404NotFound);

        var (body, encoding) = Negotiate(http.Request, picture);
        var headers = http.Response.Headers;
        headers.CacheControl = v == picture.Hash ? "public, max-age=31536000, immutable" : "public, max-age=60";
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        // Opened by itself an SVG is a document: it shall run nothing and load nothing.
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        headers.XContentTypeOptions = "nosniff";
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        // A strong tag names the very bytes, which differ by encoding.
        return TypedResults.Bytes(body, "image/svg+xml", entityTag: new EntityTagHeaderValue($"\"{picture.Hash}{(string.IsNullOrEmpty(view) ? "" : "-" + view)}{(encoding is null ? "" : "-" + encoding)}\""));
    }

    static (byte[] Body, string? Encoding) Negotiate(HttpRequest request, Picture picture)
    {
        var (brotli, gzip) = (false, false);
        foreach (var accepted in request.GetTypedHeaders().AcceptEncoding)
            if (accepted.Quality is not 0)
            {
                brotli |= accepted.Value.Equals("br", StringComparison.OrdinalIgnoreCase);
                gzip |= accepted.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase);
            }
        return brotli ? (picture.Brotli, "br") : gzip ? (picture.Gzip, "gzip") : (picture.Svg, null);
    }
}
