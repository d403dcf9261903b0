using System.Data.Common;
using Microsoft.EntityFrameworkCore.Storage;

namespace Shop.ServiceDefaults.Data;

/// <summary>
/// For what works in the background on a database, and goes on with its next look when it fails: a fault that leaves its loop stops the whole process. EF says
/// that a database is away in several ways, one of them of no common kind: that it has been tried often enough.
/// </summary>
public static class DatabaseAway
{
    public static bool Explains(Exception exception) => exception is DbException or RetryLimitExceededException or InvalidOperationException or TimeoutException;
}
