using System.Globalization;

namespace Aspire.Dashboard.Telemetry;

/// <summary>A condition on a field of a record, as an address writes it: <c>OrderId=42</c>, <c>http.route~cart</c>, <c>size&gt;=100</c>.</summary>
public sealed record FieldFilter(string Field, string Operator, string Value)
{
    /// <summary>Equal, not equal, contains, does not contain, and the comparisons of numbers.</summary>
    public static IReadOnlyList<string> Operators { get; } = ["=", "!=", "~", "!~", ">", ">=", "<", "<="];

    /// <summary>Null for what is no condition.</summary>
    public static FieldFilter? Parse(string text)
    {
        var at = text.IndexOfAny(['=', '!', '~', '<', '>']);
        if (at <= 0)
            return null;
        // The longer ones first: ">=" begins with ">".
        var found = Operators.OrderByDescending(o => o.Length).FirstOrDefault(o => string.CompareOrdinal(text, at, o, 0, o.Length) == 0);
        return found is null ? null : new(text[..at].Trim(), found, text[(at + found.Length)..].Trim());
    }

    public override string ToString() => Field + Operator + Value;

    /// <param name="actual">Null where the record has no such field; then it only differs.</param>
    public bool Matches(string? actual) => Operator switch
    {
        "=" => string.Equals(actual, Value, StringComparison.OrdinalIgnoreCase),
        "!=" => !string.Equals(actual, Value, StringComparison.OrdinalIgnoreCase),
        "~" => actual?.Contains(Value, StringComparison.OrdinalIgnoreCase) == true,
        "!~" => actual?.Contains(Value, StringComparison.OrdinalIgnoreCase) != true,
        _ => double.TryParse(actual, CultureInfo.InvariantCulture, out var a) && double.TryParse(Value, CultureInfo.InvariantCulture, out var b) && Operator switch
        {
            ">" => a > b,
            ">=" => a >= b,
            "<" => a < b,
            _ => a <= b,
        },
    };
}
