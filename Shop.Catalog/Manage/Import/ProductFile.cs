using System.Text;
using CsvHelper;

namespace Shop.Catalog.Manage.Import;

/// <summary>Reads a file of products row by row, as it comes in.</summary>
static class ProductFile
{
    public const int MostRows = 200_000;

    /// <summary>Without a limit a quotation mark that is never closed would make one row of the rest of the file.</summary>
    const int LargestRow = 256 * 1024;

    /// <summary>Gives on the rows that have no error by themselves, and returns how many there are in all.</summary>
    public static async Task<int> ReadAsync(Stream file, ImportErrors errors, Func<ImportRow, Task> take, CancellationToken cancellationToken)
    {
        // As text and not as bytes, since what is not in UTF-8 shall be an error and not a row of question marks.
        using var text = new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        // The separator is found out: a spreadsheet writes what its country's commas leave free.
        await using var reader = CsvReader.Create(text, new CsvReaderOptions
        {
            MaxRecordSize = LargestRow,
            OnMalformedRecord = record => errors.Add((int)record.RecordNumber, "file", Explain(record.Reason)),
        });
        try
        {
            await reader.ReadHeaderAsync(cancellationToken);
            if (ImportColumns.ReadHeader([.. reader.Headers], errors) is not { } columns)
                return 0;
            while (await reader.ReadAsync(cancellationToken))
            {
                var row = Row(reader);
                if (reader.RowNumber > MostRows)
                {
                    errors.Add(row, "file", $"Has more than {MostRows} rows.");
                    break;
                }
                var before = errors.Count;
                if (reader.FieldCount != columns.Count)
                    errors.Add(row, "file", $"Has {reader.FieldCount} cells, and the header {columns.Count}.");
                var read = ImportRow.Read(row, column => columns.TryGetValue(column, out var index) ? reader.GetString(index).Trim() : null, errors);
                if (errors.Count == before)
                    await take(read);
            }
        }
        catch (CsvFormatException exception)
        {
            errors.Add((int)exception.RecordNumber, "file", "Is too long for a row: a quotation mark may not be closed.");
        }
        catch (DecoderFallbackException)
        {
            errors.Add(Row(reader) + 1, "file", "Is not in UTF-8, here or in what follows.");
        }
        return (int)reader.RowNumber;
    }

    /// <summary>The header is the first.</summary>
    static int Row(CsvReader reader) => (int)reader.RowNumber + 1;

    static string Explain(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.StrayQuote => "Has a quotation mark within a cell that does not begin with one.",
        CsvMalformedReason.TextAfterClosingQuote => "Has text after a closing quotation mark; one that belongs to the text is doubled.",
        _ => "Has a quotation mark that is never closed.",
    };
}
