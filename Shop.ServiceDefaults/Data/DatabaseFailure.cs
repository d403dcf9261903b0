using System.Data.Common;
using System.Net.Sockets;

namespace Shop.ServiceDefaults.Data;

/// <summary>Tells a database that is not there yet from one that will never do.</summary>
internal static class DatabaseFailure
{
    internal const string DatabaseDoesNotExist = "3D000", DatabaseExists = "42P04", UniqueViolation = "23505";

    internal static bool IsTransient(Exception exception) => Chain(exception).Any(static link => link switch
    {
        SocketException => true,
        DbException { SqlState: { } state } failure => failure.IsTransient || IsServerComingOrGoing(state),
        DbException failure => failure.IsTransient,
        _ => false,
    });

    internal static bool IsMissingDatabase(Exception exception) => Chain(exception).OfType<DbException>().Any(static failure => failure.SqlState == DatabaseDoesNotExist);

    /// <summary>The innermost reason in one line, which is the one that says what is wrong.</summary>
    internal static string Describe(Exception exception)
    {
        var chain = Chain(exception);
        var reason = chain.LastOrDefault(static link => link is DbException or SocketException) ?? chain.Last();
        return reason.Message.ReplaceLineEndings(" ");
    }

    /// <summary>Class 08: the connection broke. 57P01 to 57P03: the server is shutting down, has crashed, is starting.</summary>
    private static bool IsServerComingOrGoing(string sqlState) =>
        sqlState.StartsWith("08", StringComparison.Ordinal) || sqlState is "57P01" or "57P02" or "57P03";

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var link = exception; link is not null; link = link.InnerException!)
            yield return link;
    }
}
