using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Shop.ServiceDefaults.Data;

/// <summary>What is to be done once the transaction of a context is committed, whoever commits it, and not at all where it is rolled back.</summary>
public sealed class AfterCommit : IDbTransactionInterceptor
{
    private static readonly ConditionalWeakTable<IDbContextTransaction, List<Action>> s_pending = [];

    private AfterCommit() { }

    /// <summary>For the options of the contexts whose transactions are to be heard of.</summary>
    public static AfterCommit Interceptor { get; } = new();

    /// <param name="database">Of the context.</param>
    /// <param name="act">Short, and must not throw: the transaction is committed already.</param>
    /// <exception cref="InvalidOperationException">There is no transaction.</exception>
    public static void Do(DatabaseFacade database, Action act)
    {
        ArgumentNullException.ThrowIfNull(database);
        s_pending.GetOrCreateValue(database.CurrentTransaction ?? throw new InvalidOperationException("There is no transaction whose commit could be waited for.")).Add(act);
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Run(eventData);

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Run(eventData);
        return Task.CompletedTask;
    }

    // The context still has its transaction at this moment.
    private static void Run(TransactionEndEventData end)
    {
        if (end.Context?.Database.CurrentTransaction is { } current && s_pending.TryGetValue(current, out var pending))
            foreach (var act in pending)
                act();
    }
}
