namespace Aspire.Hosting;

/// <summary>What the server's last lines mean to the person who started it.</summary>
static class RedisStartFailure
{
    private static readonly string[] s_damage = ["Bad file format", "Wrong signature", "RDB format version", "Short read or OOM loading DB", "RDB CRC", "Fatal error loading", "Terminating server after rdb file reading failure", "Internal error in RDB reading", "Unexpected EOF reading RDB"];

    /// <returns>Null where the lines tell no reason.</returns>
    public static string? Explain(IReadOnlyList<string> lines, string dataDirectory, int port)
    {
        if (lines.Any(l => l.Contains("ddress already in use", StringComparison.Ordinal)))
            return $"Redis could not use port {port}, because another program listens on it: stop that program, or pass AddRedis another port.";
        if (lines.FirstOrDefault(l => s_damage.Any(d => l.Contains(d, StringComparison.OrdinalIgnoreCase))) is { } damage)
            return $"Redis could not read its data in {dataDirectory} ({damage.Trim().TrimEnd('.')}): use the version of Redis that wrote it, restore it from a backup, or move the directory away, so that the next start makes a new, empty one. Nothing was deleted.";
        if (lines.FirstOrDefault(l => l.Contains("Permission denied", StringComparison.Ordinal)) is { } denied)
            return $"Redis may not use {dataDirectory} ({denied.Trim().TrimEnd('.')}): give it to the user who starts the AppHost.";
        if (lines.Any(l => l.Contains("No space left", StringComparison.Ordinal)))
            return "Redis could not write, because the disk is full: free some space and start again.";
        return lines.FirstOrDefault(l => l.StartsWith("Garnet could not start:", StringComparison.Ordinal)) is { } garnet
            ? $"{garnet.Trim().TrimEnd('.')}: if its data in {dataDirectory} is damaged, move the directory away, so that the next start makes a new, empty one; or install redis-server. Nothing was deleted."
            : null;
    }
}
