using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Manage.Import;

/// <param name="Id">Of the import.</param>
/// <param name="FileName">As the sender called it.</param>
/// <param name="Size">In bytes.</param>
/// <param name="DryRun">Whether it only tells what it would change.</param>
/// <param name="State">waiting, running, done or failed.</param>
/// <param name="Phase">While it runs: reading, checking or applying.</param>
/// <param name="BytesRead">Of the file; all of it once it is checked.</param>
/// <param name="Rows">Read so far.</param>
/// <param name="Created">Products that were made, or would be.</param>
/// <param name="Updated">Products that were changed, or would be.</param>
/// <param name="ErrorCount">How much is wrong in the file.</param>
/// <param name="Errors">The first of it, in the order of rows.</param>
/// <param name="Failure">Why it came to nothing, where it was not the file.</param>
/// <param name="By">Who sent it.</param>
/// <param name="CreatedAt">When it came.</param>
/// <param name="StartedAt">When it was first begun.</param>
/// <param name="FinishedAt">When it was over.</param>
sealed record ImportJobResponse(
    Guid Id, string FileName, long Size, bool DryRun, string State, string? Phase, long BytesRead, int Rows, int Created, int Updated, int ErrorCount, IReadOnlyList<ImportError> Errors, string? Failure,
    string By, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt)
{
    public static ImportJobResponse From(ImportJob job) => new(
        job.Id, job.FileName, job.Size, job.DryRun, Name(job.State), job.State == ImportState.Running ? Name(job.Phase) : null, job.BytesRead, job.Rows, job.Created, job.Updated,
        job.ErrorCount, job.Errors is null ? [] : JsonSerializer.Deserialize(job.Errors, CatalogJson.Default.ListImportError)!, job.Failure, job.UserName, job.CreatedAt, job.StartedAt, job.FinishedAt);

    static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

static class ImportJobEndpoints
{
    const long LargestFile = 256 * 1024 * 1024;
    const int MostShown = 20;

    static readonly TimeSpan UploadTime = TimeSpan.FromMinutes(5);

    public static void MapImportJobs(this RouteGroupBuilder manage)
    {
        var imports = manage.MapGroup("/imports").WithTags("Manage products");
        imports.MapPost("", AddAsync)
            .WithName("StartImport")
            .WithSummary("Takes a CSV file of products and imports it in the background, all rows or none. With dryRun it only tells what it would change.")
            .Accepts<IFormFile>("text/csv")
            .ProducesValidationProblem()
            .WithMetadata(new RequestSizeLimitAttribute(LargestFile))
            .WithRequestTimeout(UploadTime);
        imports.MapGet("", ListAsync).WithName("ListImports").WithSummary("The last 20 imports, the latest first, without their errors.");
        imports.MapGet("/{id:guid}", GetAsync).WithName("GetImport").WithSummary("How far an import is, or what came of it.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    static async Task<Results<Accepted<ImportJobResponse>, ValidationProblem>> AddAsync(
        HttpContext http, ImportJobs jobs, ImportSignal signal, [FromQuery] string? fileName = null, [FromQuery] bool dryRun = false, CancellationToken cancellationToken = default)
    {
        var name = Path.GetFileName(fileName?.Trim() ?? "");
        if (name.Length is 0 or > ImportJob.FileNameLength || name.Any(char.IsControl))
            return TypedResults.ValidationProblem(new Dictionary<string, string[]>
            {
                ["fileName"] = [Language.Choose($"Must be a line of at most {ImportJob.FileNameLength} characters.", $"须为不超过 {ImportJob.FileNameLength} 个字符的一行文字。")],
            });
        var job = await jobs.AddAsync(name, dryRun, http.Request.Body, Author.Of(http.User), cancellationToken);
        signal.Raise();
        return TypedResults.Accepted($"/api/catalog/manage/imports/{job.Id}", ImportJobResponse.From(job));
    }

    static async Task<Ok<List<ImportJobResponse>>> ListAsync(CatalogContext context, CancellationToken cancellationToken) =>
        TypedResults.Ok((await context.Imports.AsNoTracking().OrderByDescending(job => job.Id).Take(MostShown).ToListAsync(cancellationToken))
            .ConvertAll(static job => ImportJobResponse.From(job) with { Errors = [] }));

    static async Task<Results<Ok<ImportJobResponse>, NotFound>> GetAsync(Guid id, CatalogContext context, CancellationToken cancellationToken) =>
        await context.Imports.AsNoTracking().SingleOrDefaultAsync(job => job.Id == id, cancellationToken) is { } job ? TypedResults.Ok(ImportJobResponse.From(job)) : TypedResults.NotFound();
}
