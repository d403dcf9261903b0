using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;

namespace Shop.Orders.Orders;

static class Transactions
{
    /// <summary>Does it in one transaction, from the beginning again where the connection was lost.</summary>
    public static Task<T> TransactAsync<T>(this OrdersContext context, Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken) =>
        context.Database.CreateExecutionStrategy().ExecuteAsync(async cancel =>
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
