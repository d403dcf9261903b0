namespace Aspire.Dashboard.Hosting;

/// <summary>Passes the dashboard's warnings and errors to the host's log; the rest would bury the application's own lines.</summary>
internal sealed class WarningLoggerFactory(ILoggerFactory host) : ILoggerFactory
{
    // A cookie of an earlier run can't be read and is simply replaced, which the first two would report as an error. A start that
    // fails is told by an exception, and the third would tell it again.
    static readonly string[] Silent = ["Microsoft.AspNetCore.Antiforgery", "Microsoft.AspNetCore.DataProtection", "Microsoft.Extensions.Hosting"];

    public ILogger CreateLogger(string categoryName) =>
        Array.Exists(Silent, s => categoryName.StartsWith(s, StringComparison.Ordinal))
            ? new Filtered(host.CreateLogger(categoryName), LogLevel.Critical)
            : new Filtered(host.CreateLogger(categoryName), LogLevel.Warning);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The host chooses where logs go.");

    public void Dispose()
    {
        // The factory is the host's.
    }

    sealed class Filtered(ILogger inner, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= least)
                inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
