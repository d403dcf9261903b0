using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Shop.Orders.Data;
using Shop.ServiceDefaults.Data;

namespace Shop.Orders.Orders;

static class Transactions
{
    /// <summary>Does it in one transaction, from the beginning again where the connection was lost.</summary>
    public static Task<T> TransactAsync<T>(this OrdersContext context, Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken) =>
        context.TransactAsync(context.Database.CreateExecutionStrategy(), act, cancellationToken);

    /// <summary>Does many things in one transaction, once, and not where a row of one of them stays another's: each is then done alone. See <see cref="Gathering{TItem,TResult}"/>.</summary>
    public static Task<T> TransactTogetherAsync<T>(this OrdersContext context, Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken) =>
        context.TransactAsync(new OnceStrategy(context), async cancel =>
        {
            await context.Database.ExecuteSqlRawAsync(GatheredItems.GiveWay, cancel);
            return await act(cancel);
        }, cancellationToken);

    static Task<T> TransactAsync<T>(this OrdersContext context, IExecutionStrategy strategy, Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken) =>
        strategy.ExecuteAsync(async cancel =>
        {
            context.ChangeTracker.Clear();
            // What fails rolls back all of it.
            context.Database.AutoSavepointsEnabled = false;
            await using var transaction = await context.Database.BeginTransactionAsync(cancel);
            var result = await act(cancel);
            await context.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return result;
        }, cancellationToken);
}
