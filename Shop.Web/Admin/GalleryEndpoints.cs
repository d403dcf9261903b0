using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Web.Clients;
using Shop.Web.Pictures;
using Shop.Web.Security;

namespace Shop.Web.Admin;

/// <summary>The forms of a product's pictures: to add some, to show one first, and to take one away.</summary>
static class GalleryEndpoints
{
    /// <summary>What the product's page says was done.</summary>
    public const string Changed = "pictures", Refused = "pictures-refused";

    /// <summary>As many as Catalog takes, each of 5 MB.</summary>
    public const int MostPictures = 8;

    const long LargestForm = 41 * 1024 * 1024;

    /// <summary>For that over a slow line.</summary>
    static readonly TimeSpan UploadTime = TimeSpan.FromMinutes(2);

    public static void MapGalleryForms(this IEndpointRouteBuilder routes)
    {
        var pictures = routes.MapGroup(ProductEndpoints.Path + "/{id:guid}/pictures").RequireSameOrigin();
        pictures.MapPost("", AddAsync).WithMetadata(new RequestSizeLimitAttribute(LargestForm)).WithRequestTimeout(UploadTime);
        pictures.MapPost("/{picture:guid}/first", ShowFirstAsync);
        pictures.MapPost("/{picture:guid}/remove", RemoveAsync);
    }

    /// <summary>One that is no good leaves the others there, and is said.</summary>
    static async Task<RedirectHttpResult> AddAsync(Guid id, IFormFileCollection files, CatalogUploadClient catalog, CancellationToken cancellationToken) =>
        Back(id, await files.SendAsync(MostPictures, async picture => (await catalog.AddPictureAsync(id, picture, cancellationToken)).IsSuccess));

    static async Task<RedirectHttpResult> ShowFirstAsync(Guid id, Guid picture, CatalogOfficeClient catalog, CancellationToken cancellationToken)
    {
        var others = (await catalog.PicturesAsync(id, cancellationToken)).Select(static one => one.Id).Where(other => other != picture);
        return Back(id, (await catalog.ArrangePicturesAsync(id, new([picture, .. others]), cancellationToken)).IsSuccess);
    }

    static async Task<RedirectHttpResult> RemoveAsync(Guid id, Guid picture, CatalogOfficeClient catalog, CancellationToken cancellationToken) =>
        Back(id, (await catalog.RemovePictureAsync(id, picture, cancellationToken)).IsSuccess);

    static RedirectHttpResult Back(Guid id, bool isDone) => TypedResults.LocalRedirect(ProductEndpoints.Page(id, isDone ? Changed : Refused));
}
