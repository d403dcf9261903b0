using Microsoft.AspNetCore.Http.HttpResults;
using Shop.ServiceDefaults.Localization;

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

    /// <summary>The first of them, in the order of rows.</summary>
    public List<ImportError> Told => [.. told.OrderBy(static error => error.Row)];

    public void Add(int row, string column, string? message)
    {
        if (message is null)
            return;
        Count++;
        if (told.Count < MostTold)
            told.Add(new(row, column, message));
    }

    public ProblemHttpResult ToProblem() => TypedResults.Problem(
        Language.Choose($"The file has {Count} {(Count == 1 ? "error" : "errors")}, and nothing was imported.", $"文件有 {Count} 处错误，未导入任何内容。"),
        statusCode: StatusCodes.Status400BadRequest,
        extensions:
        [
            new("errors", told.GroupBy(error => error.Column).ToDictionary(
                group => group.Key, group => group.Select(static error => Language.Choose($"Row {error.Row}: {error.Message}", $"第 {error.Row} 行：{error.Message}")).ToArray())),
            new("rows", Told),
        ]);
}
