using Aspire.Dashboard.Localization;
using Aspire.Dashboard.Model;
using Microsoft.Extensions.Localization;

namespace Aspire.Dashboard.Resources;

/// <summary>The commands that every resource has, known by name; others speak for themselves.</summary>
internal static class CommandWords
{
    public static bool IsLifecycle(CommandView command) => Known(command.Name) is not null;

    public static string Label(CommandView command, IStringLocalizer<Text> text) =>
        Known(command.Name) is { } known ? text["Command." + known] : command.DisplayName;

    public static string Icon(CommandView command) => Known(command.Name) ?? "command";

    static string? Known(string name) => name switch
    {
        "start" or "resource-start" => "start",
        "stop" or "resource-stop" => "stop",
        "restart" or "resource-restart" => "restart",
        _ => null,
    };
}
