using Aspire.Dashboard.Localization;
using Aspire.Dashboard.Telemetry.Logs;
using Microsoft.Extensions.Localization;

namespace Aspire.Dashboard.StructuredLogs;

/// <summary>Levels by their names and colours.</summary>
internal static class LogWords
{
    public static readonly LogLevel[] Levels = [LogLevel.Trace, LogLevel.Debug, LogLevel.Information, LogLevel.Warning, LogLevel.Error, LogLevel.Critical];

    /// <summary>What a condition can ask for besides attributes.</summary>
    public static readonly string[] OwnFields = ["message", "template", "category", "event", "exception"];

    public static string Key(LogLevel level) => Api.ApiLog.LevelName(level);

    public static string Name(LogLevel level, IStringLocalizer<Text> text) => text["Level." + Key(level)];

    public static string Tone(LogLevel level) => level switch
    {
        >= LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        LogLevel.Information => "info",
        _ => "quiet",
    };

    public static string FirstLine(LogEntry entry)
    {
        var message = entry.Message.Length > 0 ? entry.Message : entry.EventName.Length > 0 ? entry.EventName : "–";
        var end = message.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? message : message[..end];
    }
}
