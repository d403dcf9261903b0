using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.OpenApi;
using Shop.ServiceDefaults.Pictures;
using Shop.Users.Validation;

namespace Shop.Users.Profile;

/// <param name="Avatar">The picture's address.</param>
sealed record AvatarResponse(string Avatar);

static class AvatarEndpoints
{
    const string Pictures = "/api/users/avatars";

    public static string AddressOf(Guid avatar) => $"{Pictures}/{avatar}";

    public static void MapAvatars(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/api/users/me/avatar").WithTags("Profile").RequireAuthorization(Policies.Person);
        own.MapPut("", PutAsync)
            .WithName("PutAvatar")
            .WithSummary("Makes the picture in the body the caller's: a JPEG, PNG, WebP or GIF of at most 5 MB and 40 megapixels.")
            .WithDescription("The middle of it is kept, as a square WebP of 512 pixels and without what a camera writes beside the picture. What the file is, its content says and not its type.")
            .Accepts<Stream>("image/jpeg", "image/png", "image/webp", "image/gif", "application/octet-stream")
            .WithMetadata(new RequestSizeLimitAttribute(UploadedPicture.LargestUpload))
            .WithExamples(response: new AvatarResponse(AddressOf(new("019a1f40-11d2-7e0f-8a77-5d3e9b1c2f60"))))
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithRequestTimeout(UploadedPicture.Timeout);
        own.MapDelete("", DeleteAsync)
            .WithName("DeleteAvatar")
            .WithSummary("Takes the caller's picture away.");
        routes.MapGet(Pictures + "/{id:guid}", ReadAsync)
            .WithTags("Profile")
            .AllowAnonymous()
            .WithName("GetAvatar")
            .WithSummary("A person's picture. It never changes: another has another address.")
            .Produces(StatusCodes.Status200OK, contentType: PictureEncoding.ContentType)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    static async Task<Results<Ok<AvatarResponse>, ValidationProblem, ProblemHttpResult>> PutAsync(
        Stream body, ClaimsPrincipal caller, Avatars avatars, PictureTurns turns, IStringLocalizer<ValidationText> texts, HttpResponse response, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (await UploadedPicture.ReadAsync(body, cancellationToken) is not { } file)
            return TypedResults.Problem("The picture is larger than 5 MB.", statusCode: StatusCodes.Status413PayloadTooLarge);
        if (await turns.EncodeAsync(file, AvatarPicture.Frame, cancellationToken) is not { } encoded)
        {
            response.Headers.RetryAfter = "5";
            return TypedResults.Problem("Too many pictures are being read at the moment.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        if (encoded.Fault is { } fault)
        {
            errors.Add("body", AvatarPicture.TextOf(fault));
            return TypedResults.ValidationProblem(errors.In(texts));
        }
        return await avatars.PutAsync(caller.UserId(), encoded.Picture.Image, cancellationToken) is { } avatar
            ? TypedResults.Ok(new AvatarResponse(AddressOf(avatar)))
            : ProfileEndpoints.NoAccount();
    }

    static async Task<NoContent> DeleteAsync(ClaimsPrincipal caller, Avatars avatars, CancellationToken cancellationToken)
    {
        await avatars.RemoveAsync(caller.UserId(), cancellationToken);
        return TypedResults.NoContent();
    }

    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ReadAsync(Guid id, Avatars avatars, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await avatars.FindAsync(id, cancellationToken) is not { } image)
            return TypedResults.Problem("There is no such picture.", statusCode: StatusCodes.Status404NotFound);
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Bytes(image, PictureEncoding.ContentType, entityTag: new($"\"{id:n}\""));
    }
}
