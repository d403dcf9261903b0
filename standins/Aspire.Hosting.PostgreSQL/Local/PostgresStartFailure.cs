namespace Aspire.Hosting;

/// <summary>What PostgreSQL's last lines mean to the person who started it.</summary>
static class PostgresStartFailure
{
    private static readonly string[] s_severities = ["PANIC:", "FATAL:", "invalid binary", "error while loading shared libraries", "must not be executed", "not permitted"];

    /// <returns>Null where the lines tell no reason.</returns>
    public static string? Explain(IReadOnlyList<string> lines, string dataDirectory, int port)
    {
        var text = string.Join('\n', lines);
        if (text.Contains("Address already in use", StringComparison.Ordinal))
            return $"PostgreSQL could not use port {port}, because another program listens on it: stop that program, or pass AddPostgres another port.";
        // The last PANIC or FATAL may only say that a child ended; the first is the cause.
        var cause = lines.FirstOrDefault(l => s_severities.Any(s => l.Contains(s, StringComparison.Ordinal)));
        return cause is null ? null : $"PostgreSQL could not start with the data directory {dataDirectory}: {Reason(cause)}. {Advice(text, dataDirectory)}";
    }

    private static string Reason(string line)
    {
        foreach (var severity in (string[])["PANIC:", "FATAL:"])
            if (line.IndexOf(severity, StringComparison.Ordinal) is >= 0 and var at)
                return line[(at + severity.Length)..].Trim().TrimEnd('.');
        return line.Trim().TrimEnd('.');
    }

    private static string Advice(string text, string dataDirectory)
    {
        bool Says(string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
        if (Says("No space left"))
            return "Free some space on the disk and start again. Nothing was deleted.";
        if (Says("lock file") || Says("shared memory block is still in use"))
            return "Another PostgreSQL server uses it: stop that one and start again.";
        if (Says("wrong ownership") || Says("Permission denied") || Says("invalid permissions"))
            return $"Give {dataDirectory} to the user who starts the AppHost (chown, chmod 700), or start the AppHost as its owner.";
        if (Says("incompatible with server"))
            return "Install the PostgreSQL version that made it, or move it away, so that the next start makes a new, empty one. Nothing was deleted.";
        if (Says("shared libraries"))
            return "Reinstall PostgreSQL, or set PostgreSQL:BinDirectory to one that runs.";
        if (Says("must not be executed") || Says("not permitted"))
            return "Start the AppHost as an ordinary user.";
        if (Says("could not create any TCP/IP sockets") || Says("could not create shared memory") || Says("configuration file") || Says("unrecognized configuration parameter"))
            return "See the server's console log. Nothing was deleted.";
        return "The data may be damaged: " + PostgresDataDirectory.Advice;
    }
}
