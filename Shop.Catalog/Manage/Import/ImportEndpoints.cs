using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.Catalog.Data;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Manage.Import;

static class ImportEndpoints
{
    const long LargestFile = 256 * 1024 * 1024;
    const string Csv = "text/csv";

    /// <summary>A hundred thousand rows take a while.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static void MapImport(this RouteGroupBuilder manage)
    {
        var products = manage.MapGroup("/products").WithTags("Manage products");
        products.MapPost("/import", ImportAsync)
            .WithName("ImportProducts")
            .WithSummary("Creates and changes products from a CSV file, all rows or none. With dryRun nothing is changed, and it is told what would be.")
            .Accepts<IFormFile>(Csv)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
            .WithMetadata(new RequestSizeLimitAttribute(LargestFile))
            .WithRequestTimeout(Patience);
        products.MapGet("/export", Export)
            .WithName("ExportProducts")
            .WithSummary("All products as a CSV file, as an import takes it.")
            .Produces(StatusCodes.Status200OK, contentType: Csv)
            .WithRequestTimeout(Patience);
    }

    static async Task<Results<Ok<ImportReport>, ProblemHttpResult>> ImportAsync(
        HttpContext http, ProductImport import, [FromQuery] bool dryRun = false, CancellationToken cancellationToken = default)
    {
        var errors = new ImportErrors();
        try
        {
            var report = await import.RunAsync(http.Request.Body, dryRun, Author.Of(http.User), errors, cancellationToken);
            if (report is null)
                return TypedResults.Problem(Language.Choose("Another import is running.", "另一个导入正在进行。"), statusCode: StatusCodes.Status409Conflict);
            return errors.Count > 0 ? errors.ToProblem() : TypedResults.Ok(report);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation)
        {
            return TypedResults.Problem(ImportTexts.Changed, statusCode: StatusCodes.Status409Conflict);
        }
    }

    static PushStreamHttpResult Export(CatalogContext context, TimeProvider time) => TypedResults.Stream(
        async body =>
        {
            var connection = (NpgsqlConnection)context.Database.GetDbConnection();
            await connection.OpenAsync();
            try
            {
                // The encoding writes the byte order mark that spreadsheets want.
                await using var text = new StreamWriter(body, Encoding.UTF8, leaveOpen: true);
                using var rows = await connection.BeginTextExportAsync(ImportSql.Export);
                var buffer = new char[16 * 1024];
                while (await rows.ReadAsync(buffer) is var count and > 0)
                    await text.WriteAsync(buffer.AsMemory(0, count));
            }
            finally
            {
                await connection.CloseAsync();
            }
        },
        Csv,
        $"products-{time.GetUtcNow():yyyy-MM-dd}.csv");
}
