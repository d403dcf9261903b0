namespace Aspire.Hosting;

/// <summary>
/// The command line. Configuration takes any word after two hyphens, so that a slip of the pen would be ignored in silence: here a name
/// is either known, or a configuration key with a section.
/// </summary>
static class AppHostArguments
{
    private static readonly string[] s_known = ["publisher", "output-path", "operation", "environment", "contentroot", "applicationname", "urls"];

    /// <returns>A sentence on the first argument that nobody understands; null where all are understood.</returns>
    public static string? FindError(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var argument = args[i];
            var name = argument.TrimStart('-', '/').Split('=')[0];
            var isOption = argument.StartsWith('-') || (argument.StartsWith('/') && OperatingSystem.IsWindows()) || argument.Contains('=', StringComparison.Ordinal);
            if (!isOption || !(s_known.Contains(name, StringComparer.OrdinalIgnoreCase) || name.Contains(':', StringComparison.Ordinal)))
                return $"Unknown argument '{argument}'. Known are --publisher manifest --output-path <file>, --environment <name> and configuration as --Section:Key=value.";
            if (!argument.Contains('=', StringComparison.Ordinal))
            {
                if (i + 1 == args.Count || args[i + 1].StartsWith("--", StringComparison.Ordinal))
                    return $"The argument '{argument}' needs a value.";
                i++;
            }
        }
        return null;
    }
}
