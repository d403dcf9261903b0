using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Metrics;

/// <summary>An instrument on the board as the address writes it: <c>meter|name|by|condition|condition…</c>, a bar within a part as <c>%7C</c>.</summary>
internal sealed record BoardEntry(string Meter, string Name, string? By, IReadOnlyList<FieldFilter> Filters)
{
    /// <summary>More would be too many to look at, and an address grows with each.</summary>
    public const int Most = 12;

    /// <summary>What can't be read is left out, and so is what comes twice.</summary>
    public static IReadOnlyList<BoardEntry> ReadAll(IEnumerable<string?>? values) =>
        [.. (values ?? []).Select(Parse).OfType<BoardEntry>().Distinct().Take(Most)];

    public static BoardEntry? Parse(string? text)
    {
        var parts = (text ?? "").Split('|').Select(p => p.Replace("%7C", "|", StringComparison.OrdinalIgnoreCase).Replace("%25", "%", StringComparison.Ordinal)).ToArray();
        return parts.Length < 2 || parts[1].Length == 0
            ? null
            : new(parts[0], parts[1], parts.ElementAtOrDefault(2) is { Length: > 0 } by ? by : null, [.. parts.Skip(3).Select(FieldFilter.Parse).OfType<FieldFilter>()]);
    }

    public bool IsOf(string meter, string name) => Meter == meter && Name == name;

    /// <summary>Records compare lists by reference; two entries are the same where they are written the same.</summary>
    public bool Equals(BoardEntry? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => string.Join('|', ((string[])[Meter, Name, By ?? "", .. Filters.Select(f => f.ToString())]).Select(Escape)).TrimEnd('|');

    static string Escape(string part) => part.Replace("%", "%25", StringComparison.Ordinal).Replace("|", "%7C", StringComparison.Ordinal);
}
