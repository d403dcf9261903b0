using Microsoft.Extensions.Logging;
using Rebus.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>Rebus' log in ours. What it tells of its coming and going interests only who looks for it.</summary>
internal sealed class RebusLogging(ILoggerFactory loggers) : AbstractRebusLoggerFactory
{
    protected override ILog GetLogger(Type type) => new Log(this, loggers.CreateLogger(type));

    private sealed class Log(RebusLogging factory, ILogger logger) : ILog
    {
        public void Debug(string message, params object[] objs) => Write(LogLevel.Trace, null, message, objs);

        public void Info(string message, params object[] objs) => Write(LogLevel.Debug, null, message, objs);

        public void Warn(string message, params object[] objs) => Write(LogLevel.Warning, null, message, objs);

        public void Warn(Exception exception, string message, params object[] objs) => Write(LogLevel.Warning, exception, message, objs);

        public void Error(string message, params object[] objs) => Write(LogLevel.Error, null, message, objs);

        public void Error(Exception exception, string message, params object[] objs) => Write(LogLevel.Error, exception, message, objs);

        private void Write(LogLevel level, Exception? exception, string message, object[] objs)
        {
            if (logger.IsEnabled(level))
                logger.Log(level, exception, "{Text}", factory.RenderString(message, objs));
        }
    }
}
