using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Shop.ServiceDefaults.Pictures;

public static class PictureEndpointExtensions
{
    /// <summary>An endpoint that takes one picture as its body, over a slow line too.</summary>
    public static IEndpointConventionBuilder AcceptsPicture(this RouteHandlerBuilder endpoint) => endpoint
        .Accepts<Stream>("image/jpeg", "image/png", "image/webp", "image/gif", "application/octet-stream")
        .WithMetadata(new RequestSizeLimitAttribute(UploadedPicture.LargestUpload))
        .WithRequestTimeout(UploadedPicture.Timeout)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
}
