using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Web.Clients;
using Shop.Web.Security;

namespace Shop.Web.Admin;

/// <summary>Takes a file of products on to Catalog, which imports it by itself: whoever has sent it may close the page.</summary>
static class ImportEndpoints
{
    public const string Path = ProductEndpoints.Path + "/imports";

    /// <summary>The parameter of the page that says why nothing was sent.</summary>
    public const string Problem = "problem";

    public const string NoFile = "no-file", Refused = "refused";

    const long LargestFile = 256 * 1024 * 1024, OfForm = 64 * 1024;

    static readonly TimeSpan UploadTime = TimeSpan.FromMinutes(5);

    public static string Page(Guid id) => $"{Path}/{id}";

    public static void MapImportForm(this IEndpointRouteBuilder routes) => routes.MapPost(Path + "/upload", UploadAsync)
        .RequireSameOrigin()
        .WithMetadata(new RequestSizeLimitAttribute(LargestFile + OfForm), new RequestFormLimitsAttribute { MultipartBodyLengthLimit = LargestFile + OfForm })
        .WithRequestTimeout(UploadTime);

    static async Task<RedirectHttpResult> UploadAsync(IFormFile? file, [FromForm] string? trial, CatalogUploadClient catalog, CancellationToken cancellationToken)
    {
        if (file is null or { Length: 0 })
            return TypedResults.LocalRedirect(Path + QueryString.Create(Problem, NoFile));
        await using var content = file.OpenReadStream();
        var answer = await catalog.StartImportAsync(file.FileName, !string.IsNullOrEmpty(trial), content, UploadTime, cancellationToken);
        return TypedResults.LocalRedirect(answer.Value is { } job ? Page(job.Id) : Path + QueryString.Create(Problem, Refused));
    }
}
