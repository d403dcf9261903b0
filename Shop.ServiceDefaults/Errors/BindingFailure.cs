using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Shop.ServiceDefaults.Errors;

/// <summary>
/// Reads from the framework's exception which field could not be bound. Only its message says so; where that can't be read the error
/// has no field's name, and is an error all the same.
/// </summary>
internal static partial class BindingFailure
{
    /// <summary>The field's name and what is wrong with it; null where the exception tells of no field.</summary>
    internal static (string Field, string Error)? Read(BadHttpRequestException exception)
    {
        if (exception.InnerException is JsonException json)
            return ReadJson(json);
        if (Required().Match(exception.Message) is { Success: true } required)
            return (required.Groups["name"].Value, "Is required.");
        if (Unreadable().Match(exception.Message) is { Success: true } unreadable)
            return (unreadable.Groups["name"].Value, "Has a value that can't be read.");
        return exception.Message.StartsWith("Implicit body inferred", StringComparison.Ordinal) ? ("body", "Is required.") : null;
    }

    private static (string Field, string Error) ReadJson(JsonException json)
    {
        // The path begins with $, which is the body itself.
        var path = json.Path is { Length: > 0 } full ? full.TrimStart('$').TrimStart('.') : "";
        if (Missing().Match(json.Message) is { Success: true } missing)
            return (path.Length == 0 ? missing.Groups["name"].Value : $"{path}.{missing.Groups["name"].Value}", "Is required.");
        // A syntax error has no value to name, and lies where the reader stands.
        if (json.InnerException is JsonException)
            return (path.Length == 0 ? "body" : path, $"Is not valid JSON at line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}.");
        return path.Length == 0 ? ("body", "Is not of the kind of JSON that is expected.") : (path, "Has a value that can't be read.");
    }

    [GeneratedRegex("""^(Required parameter ".+ (?<name>\w+)" was not provided|Implicit body inferred for parameter "(?<name>\w+)" but no body was provided)""")]
    private static partial Regex Required();

    [GeneratedRegex("""parameter ".+ (?<name>\w+)" from""")]
    private static partial Regex Unreadable();

    [GeneratedRegex("""missing required properties including: '(?<name>[^']+)'""")]
    private static partial Regex Missing();
}
