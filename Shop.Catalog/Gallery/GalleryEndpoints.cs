using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;
using Shop.Catalog.Manage;
using Shop.Catalog.Pictures;
using Shop.ServiceDefaults.Localization;
using Shop.ServiceDefaults.Pictures;

namespace Shop.Catalog.Gallery;

/// <param name="Id">Another for each picture, which never changes.</param>
/// <param name="Address">Where it is; with a width of 400, 800 or 1600 in that size.</param>
sealed record GalleryPictureResponse(Guid Id, string Address)
{
    public static GalleryPictureResponse Of(Guid id) => new(id, PictureAddress.OfUploaded(id));
}

/// <param name="Pictures">All of the product's, the one that lists show first.</param>
sealed record GalleryOrder(IReadOnlyList<Guid> Pictures);

/// <summary>The pictures of a product: put there by staff, and shown to anyone instead of the drawn ones.</summary>
static class GalleryEndpoints
{
    static readonly PictureFrame[] Frames = [Frame(GalleryPicture.SmallSide), Frame(GalleryPicture.MiddleSide), Frame(GalleryPicture.LargeSide)];

    public static void MapGallery(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/catalog/pictures").WithTags("Products").InLanguageOfRequest().MapGet("/{id:guid}", ReadAsync)
            .AllowAnonymous()
            .WithName("GetUploadedPicture")
            .WithSummary("A picture that staff has put to a product, 400, 800 or 1600 pixels wide as width says; the next smaller where there is none so large.")
            .WithDescription("Whoever knows its id sees it, also while the product is a draft. It never changes and may be kept for good.")
            .Produces(StatusCodes.Status200OK, contentType: PictureEncoding.ContentType)
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound);

    public static void MapGalleryManagement(this RouteGroupBuilder manage)
    {
        var pictures = manage.MapGroup("/products/{product:guid}/pictures").WithTags("Manage products");
        pictures.MapGet("", ListAsync).WithName("ListProductPictures").WithSummary("The pictures of a product in their order. Where there are none it is drawn.");
        pictures.MapPost("", AddAsync).WithName("AddProductPicture")
            .WithSummary("Adds the picture in the body: a JPEG, PNG, WebP or GIF of at most 5 MB and 40 megapixels, and of 800 pixels or more each way; up to 8 of them.")
            .WithDescription("The square in its middle is taken. What the file is, its content says and not its type. The same file twice is one picture.")
            .AcceptsPicture()
            .ProducesProblem(StatusCodes.Status409Conflict);
        pictures.MapPut("", ArrangeAsync).WithName("ArrangeProductPictures").WithSummary("Puts the pictures in another order. 409 where they are not those that there are.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        pictures.MapDelete("/{picture:guid}", RemoveAsync).WithName("RemoveProductPicture").WithSummary("Takes a picture away.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    static async Task<Results<FileContentHttpResult, ValidationProblem, ProblemHttpResult>> ReadAsync(
        Guid id, string? width, PictureCache pictures, CatalogContext context, HttpResponse response, CancellationToken cancellationToken)
    {
        var side = GalleryPicture.MiddleSide;
        if (!string.IsNullOrEmpty(width) && (!int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out side) || !Frames.Any(frame => frame.Side == side)))
            return TypedResults.ValidationProblem([new("width", [Language.Choose("Must be 400, 800 or 1600.", "须为 400、800 或 1600。")])]);
        if (await pictures.UploadedAsync(id, side, context, cancellationToken) is not { } image)
            return TypedResults.Problem(Language.Choose("There is no such picture.", "没有此图片。"), statusCode: StatusCodes.Status404NotFound);
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(image, PictureEncoding.ContentType, entityTag: new(string.Create(CultureInfo.InvariantCulture, $"\"{id:n}-{side}\"")));
    }

    static async Task<Results<Ok<List<GalleryPictureResponse>>, ProblemHttpResult>> ListAsync(Guid product, CatalogContext context, CancellationToken cancellationToken)
    {
        var ids = await context.Set<GalleryPicture>().Where(picture => picture.ProductId == product).OrderBy(picture => picture.Position).Select(picture => picture.Id).ToListAsync(cancellationToken);
        return ids.Count == 0 && !await context.Products.AnyAsync(p => p.Id == product, cancellationToken) ? NoProduct : TypedResults.Ok(ids.ConvertAll(GalleryPictureResponse.Of));
    }

    static async Task<Results<Ok<GalleryPictureResponse>, ValidationProblem, ProblemHttpResult>> AddAsync(
        Guid product, Stream body, ClaimsPrincipal caller, CatalogContext context, GalleryManagement gallery, PictureTurns turns, HttpResponse response, CancellationToken cancellationToken)
    {
        // A file that nobody wants is not worth a processor's time.
        if (!await context.Products.AnyAsync(p => p.Id == product, cancellationToken))
            return NoProduct;
        if (await UploadedPicture.ReadAsync(body, cancellationToken) is not { } file)
            return TypedResults.Problem(PictureTexts.TooLarge, statusCode: StatusCodes.Status413PayloadTooLarge);
        if (await turns.EncodeAsync(file, Frames, cancellationToken) is not { } encoded)
        {
            response.Headers.RetryAfter = "5";
            return TypedResults.Problem(PictureTexts.TooMany, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        if (encoded[0].Fault is { } fault)
            return Invalid(PictureTexts.Of(fault));
        // What fell short of its frame is no larger than the one before.
        var sizes = encoded.Select(static result => result.Picture).Zip(Frames).Where(static size => size.First.Width == size.Second.Side).Select(static size => size.First).ToList();
        if (!sizes.Exists(static size => size.Width == GalleryPicture.MiddleSide))
            return Invalid(Language.Choose("Must be 800 pixels wide and high at least.", "宽和高均不得少于 800 像素。"));
        var (change, id) = await gallery.AddAsync(product, file, sizes, Author.Of(caller), cancellationToken);
        return change == GalleryChange.Done ? TypedResults.Ok(GalleryPictureResponse.Of(id)) : Refusal(change);
    }

    static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> ArrangeAsync(
        Guid product, GalleryOrder order, ClaimsPrincipal caller, GalleryManagement gallery, CancellationToken cancellationToken)
    {
        if (order.Pictures.Count > GalleryPicture.Most)
            return TypedResults.ValidationProblem([new("pictures", [Language.Choose($"Must be {GalleryPicture.Most} at most.", $"不得超过 {GalleryPicture.Most} 张。")])]);
        var change = await gallery.ArrangeAsync(product, order.Pictures, Author.Of(caller), cancellationToken);
        return change == GalleryChange.Done ? TypedResults.NoContent() : Refusal(change);
    }

    static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(Guid product, Guid picture, ClaimsPrincipal caller, GalleryManagement gallery, CancellationToken cancellationToken)
    {
        var change = await gallery.RemoveAsync(product, picture, Author.Of(caller), cancellationToken);
        return change == GalleryChange.Done ? TypedResults.NoContent() : Refusal(change);
    }

    static PictureFrame Frame(int side) => new(side, IsSquare: true, Quality: 82, IsEnlarged: false);

    static ProblemHttpResult NoProduct => TypedResults.Problem(Language.Choose("There is no such product.", "没有此商品。"), statusCode: StatusCodes.Status404NotFound);

    static ProblemHttpResult Refusal(GalleryChange change) => change switch
    {
        GalleryChange.Full => TypedResults.Problem(Language.Choose($"There are {GalleryPicture.Most} pictures already.", $"已有 {GalleryPicture.Most} 张图片。"), statusCode: StatusCodes.Status409Conflict),
        GalleryChange.OtherPictures => TypedResults.Problem(Language.Choose("The product has other pictures by now.", "商品的图片已有变动。"), statusCode: StatusCodes.Status409Conflict),
        _ => NoProduct,
    };

    static ValidationProblem Invalid(string text) => TypedResults.ValidationProblem([new("picture", [text])]);
}
