using System.Text;
using System.Text.RegularExpressions;

namespace Aspire.Dashboard.Traces;

/// <summary>A statement as people write one: a line for each clause, and its words marked. What is in quotes stays as it is.</summary>
internal static partial class SqlText
{
    static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "select", "from", "where", "and", "or", "not", "in", "is", "null", "as", "on", "join", "left", "right", "inner", "outer", "full", "cross", "lateral", "group", "order", "by", "having", "limit", "offset", "union", "all",
        "distinct", "insert", "into", "values", "update", "set", "delete", "returning", "with", "exists", "between", "like", "ilike", "case", "when", "then", "else", "end", "asc", "desc", "for", "skip", "locked", "conflict", "do",
        "nothing", "create", "table", "index", "begin", "commit", "rollback", "using", "over", "partition", "true", "false", "cast", "interval", "any",
    };

    static readonly HashSet<string> BeginsLine = new(StringComparer.OrdinalIgnoreCase)
    {
        "select", "from", "where", "group", "order", "having", "limit", "union", "insert", "values", "update", "set", "delete", "returning", "left", "inner", "join", "cross", "with",
    };

    public static IEnumerable<(string Text, bool IsKeyword)> Parts(string statement)
    {
        // Written on several lines already, it is left as its author wrote it.
        var breaks = !statement.Contains('\n', StringComparison.Ordinal);
        var text = new StringBuilder();
        string? before = null;
        foreach (Match match in Tokens().Matches(statement))
        {
            var token = match.Value;
            var isKeyword = Keywords.Contains(token);
            if (breaks && isKeyword && before is not null && BeginsLine.Contains(token) && !before.Equals("left", StringComparison.OrdinalIgnoreCase) && !before.Equals("inner", StringComparison.OrdinalIgnoreCase) && !before.EndsWith('('))
            {
                while (text.Length > 0 && text[^1] == ' ')
                    text.Length--;
                text.Append('\n');
            }

            if (isKeyword)
            {
                if (text.Length > 0)
                    yield return (text.ToString(), false);
                text.Clear();
                yield return (token, true);
            }
            else
            {
                text.Append(token);
            }

            if (!string.IsNullOrWhiteSpace(token))
                before = token;
        }

        if (text.Length > 0)
            yield return (text.ToString(), false);
    }

    [GeneratedRegex("""'(?>[^']+|'')*(?:'|$)|"[^"]*(?:"|$)|\w+|\s+|[^\w\s]""", RegexOptions.CultureInvariant)]
    private static partial Regex Tokens();
}
