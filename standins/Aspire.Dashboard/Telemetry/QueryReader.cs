using System.Globalization;
using Aspire.Dashboard.Telemetry.Runs;

namespace Aspire.Dashboard.Telemetry;

/// <summary>Reads what an address asks for, and remembers what it could not read. A page leaves that out; the API says it.</summary>
internal sealed class QueryReader
{
    public Dictionary<string, string[]> Errors { get; } = [];

    public LogLevel? Level(string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return null;
        if (!int.TryParse(value, CultureInfo.InvariantCulture, out _) && Enum.TryParse<LogLevel>(value, ignoreCase: true, out var level) && level != LogLevel.None)
            return level;
        Errors[name] = ["A level is trace, debug, information, warning, error or critical."];
        return null;
    }

    public TimeSpan? Duration(string name, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        if (DurationOf(value) is { } duration)
            return duration;
        Errors[name] = ["A duration is a number of milliseconds, or a number with ms, s, m or h."];
        return null;
    }

    /// <summary>How far back to look.</summary>
    public TimeSpan Window(string name, string? value, TimeSpan usual)
    {
        var window = Duration(name, value) ?? usual;
        if (window < TimeSpan.FromMinutes(1) || window > TimeSpan.FromHours(12))
            Errors[name] = ["A window is between 1m and 12h."];
        return window;
    }

    /// <summary>From when until when; each end is a moment, or how long ago it was.</summary>
    public TimeRange Range(string? since, string? until, DateTime now) => new(Moment("since", since, now), Moment("until", until, now));

    /// <summary>In UTC, as which it is taken where it names no zone; a duration is that long before now.</summary>
    public DateTime? Moment(string name, string? value, DateTime now)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        if (value.Contains('-', StringComparison.Ordinal)
            && DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment))
            return moment;
        if (DurationOf(value) is { } ago)
            return now - ago;
        Errors[name] = ["A moment is a time as in 2026-01-31T12:00:00Z, or how long ago it was: a number with ms, s, m or h."];
        return null;
    }

    /// <summary>As an address says it.</summary>
    public static string Text(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public FieldFilter[] Fields(string name, IEnumerable<string?>? values)
    {
        var result = new List<FieldFilter>();
        foreach (var value in values ?? [])
        {
            if (string.IsNullOrEmpty(value))
                continue;
            if (FieldFilter.Parse(value) is { } filter)
                result.Add(filter);
            else
                Errors[name] = ["A condition is a field, one of = != ~ !~ > >= < <=, and a value."];
        }

        return [.. result];
    }

    public UInt128? Trace(string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return null;
        if (TelemetryId.Trace(value) is { } id)
            return id;
        Errors[name] = ["A trace id has 32 hexadecimal digits."];
        return null;
    }

    public ulong? Span(string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return null;
        if (TelemetryId.Span(value) is { } id)
            return id;
        Errors[name] = ["A span id has 16 hexadecimal digits."];
        return null;
    }

    public int Number(string name, string? value, int usual, int most)
    {
        if (string.IsNullOrEmpty(value))
            return usual;
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
            return number;
        Errors[name] = [string.Create(CultureInfo.InvariantCulture, $"A number from 1 to {most}.")];
        return usual;
    }

    public bool Flag(string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return false;
        if (bool.TryParse(value, out var flag))
            return flag;
        Errors[name] = ["true or false."];
        return false;
    }

    /// <summary>One word that may be there or not.</summary>
    public bool Choice(string name, string? value, string word)
    {
        if (string.IsNullOrEmpty(value))
            return false;
        if (value == word)
            return true;
        Errors[name] = [$"{word}, or nothing."];
        return false;
    }

    /// <summary>The current run where none is named.</summary>
    public TelemetryStore Run(string name, string? value, TelemetryRuns runs)
    {
        if (runs.TryFind(value) is { } store)
            return store;
        Errors[name] = ["No run of this id is kept: /api/telemetry/runs lists those that are."];
        return runs.Current;
    }

    public bool Follow(string name, string? value, bool isCurrentRun)
    {
        var follows = Flag(name, value);
        if (follows && !isCurrentRun)
            Errors[name] = ["An earlier run is over: nothing new can come."];
        return follows;
    }

    /// <summary>Milliseconds, or a number with its unit: <c>250</c>, <c>250ms</c>, <c>1.5s</c>. Null where it is neither, or longer than a year.</summary>
    static TimeSpan? DurationOf(string value)
    {
        var text = value.Trim();
        var (digits, unit) = text.EndsWith("ms", StringComparison.OrdinalIgnoreCase) ? (text[..^2], 1.0)
            : text.EndsWith('s') ? (text[..^1], 1_000.0)
            : text.EndsWith('m') ? (text[..^1], 60_000.0)
            : text.EndsWith('h') ? (text[..^1], 3_600_000.0)
            : (text, 1.0);
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * unit < TimeSpan.FromDays(365).TotalMilliseconds
            ? TimeSpan.FromMilliseconds(number * unit)
            : null;
    }
}
