using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Catalog.Manage.Import;

/// <summary>What an import has done, or would do where <see cref="DryRun"/>. Rows that change nothing leave products as they are.</summary>
sealed record ImportReport(int Rows, int Created, int Updated, int Unchanged, bool DryRun);

/// <summary>What is wrong in a file, where: the header is row 1, as in a spreadsheet.</summary>
sealed record ImportError(int Row, string Column, string Message);

/// <summary>The errors of a file: all are counted, and the first are told.</summary>
sealed class ImportErrors
{
    const int MostTold = 200;

    readonly List<ImportError> told = [];

    public int Count { get; private set; }

    public void Add(int row, string column, string? message)
    {
        if (message is null)
            return;
        Count++;
        if (told.Count < MostTold)
            told.Add(new(row, column, message));
    }

    public ProblemHttpResult ToProblem() => TypedResults.Problem(
        string.Create(CultureInfo.InvariantCulture, $"The file has {Count} {(Count == 1 ? "error" : "errors")}, and nothing was imported."),
        statusCode: StatusCodes.Status400BadRequest,
        extensions:
        [
            new("errors", told.GroupBy(error => error.Column).ToDictionary(
                group => group.Key, group => group.Select(error => string.Create(CultureInfo.InvariantCulture, $"Row {error.Row}: {error.Message}")).ToArray())),
            new("rows", told.OrderBy(error => error.Row).ToList()),
        ]);
}
