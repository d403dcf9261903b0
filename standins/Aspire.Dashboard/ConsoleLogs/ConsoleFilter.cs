using System.Text.RegularExpressions;

namespace Aspire.Dashboard.ConsoleLogs;

/// <summary>Which lines are wanted: a text that they contain, or between slashes a regular expression. Upper and lower case are the same. console.js does it alike.</summary>
internal static class ConsoleFilter
{
    /// <summary>A line is short: what takes longer does not end.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    public static Func<string, bool> Of(string? filter)
    {
        if (string.IsNullOrEmpty(filter))
            return _ => true;
        return Pattern(filter) is { } pattern ? line => IsMatch(pattern, line) : line => line.Contains(filter, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Null for a plain text, and for what is no regular expression.</summary>
    static Regex? Pattern(string filter)
    {
        if (filter is not ['/', _, .., '/'])
            return null;
        try
        {
            return new Regex(filter[1..^1], RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patience);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    static bool IsMatch(Regex pattern, string line)
    {
        try
        {
            return pattern.IsMatch(line);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
