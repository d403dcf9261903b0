using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.ServiceDefaults.Data;

/// <summary>
/// A PostgreSQL advisory lock, so that of several replicas one migrates and seeds at a time. It lives in a transaction of a connection of its
/// own: it ends with the process, and holds through a pooler that hands out connections per transaction.
/// </summary>
internal sealed class SeedLock : IAsyncDisposable
{
    private readonly AsyncServiceScope _scope;
    private DbTransaction? _transaction;

    private SeedLock(AsyncServiceScope scope) => _scope = scope;

    internal static async Task<SeedLock> AcquireAsync<TContext>(IServiceScopeFactory scopes, CancellationToken cancellationToken)
        where TContext : DbContext
    {
        var seedLock = new SeedLock(scopes.CreateAsyncScope());
        try
        {
            // Plain ADO.NET: EF's retrying strategy refuses transactions that span its calls.
            var connection = seedLock._scope.ServiceProvider.GetRequiredService<TContext>().Database.GetDbConnection();
            await connection.OpenAsync(cancellationToken);
            seedLock._transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.Transaction = seedLock._transaction;
            command.CommandText = "select pg_advisory_xact_lock(hashtextextended(@name, 0))";
            // The other replica may be loading a hundred thousand rows.
            command.CommandTimeout = 0;
            var name = command.CreateParameter();
            name.ParameterName = "name";
            name.Value = $"seed {typeof(TContext).FullName}";
            command.Parameters.Add(name);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return seedLock;
        }
        catch
        {
            await seedLock.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        var connection = _transaction?.Connection;
        if (_transaction is not null)
            await _transaction.DisposeAsync();
        if (connection is not null)
            await connection.CloseAsync();
        await _scope.DisposeAsync();
    }
}
