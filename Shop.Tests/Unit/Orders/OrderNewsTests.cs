using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.Orders.Data;
using Shop.Orders.Orders;
using Shop.Tests.Servers;
using Xunit;

namespace Shop.Tests.Unit.Orders;

public sealed class OrderNewsTests(PostgresServer server) : IAsyncLifetime
{
    readonly OrdersDatabase orders = new(server);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => orders.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await orders.News.StopAsync(CancellationToken.None);
        await orders.DisposeAsync();
    }

    [Fact]
    public async Task Word_comes_of_what_is_committed_and_never_of_what_is_rolled_back()
    {
        await using var ear = await Ear.OpenAsync(orders.Connection);
        await orders.News.StartAsync(Cancellation);
        var (kept, dropped) = (orders.Checkout("good"), orders.Checkout("good"));
        await orders.HandleAsync(kept);
        await orders.HandleAsync(dropped);
        await ear.HearAsync(kept.OrderId, dropped.OrderId);

        await MoveAsync(dropped.OrderId, commit: false);
        await MoveAsync(kept.OrderId, commit: true);
        Assert.Equal([kept.OrderId], await ear.HearAsync(kept.OrderId));
        Assert.Equal(OrderState.Submitted, await StateAsync(dropped.OrderId));
        Assert.Equal(OrderState.Cancelled, await StateAsync(kept.OrderId));
    }

    /// <summary>PostgreSQL lets only one transaction at a time commit that sends word, so none that has anything to write may.</summary>
    [Fact]
    public async Task No_transaction_that_changes_an_order_sends_word_itself()
    {
        await using var ear = await Ear.OpenAsync(orders.Connection);
        var checkout = orders.Checkout("good");
        await orders.HandleAsync(checkout);
        using var worker = orders.Worker();
        Assert.Equal(1, await worker.RunDueAsync(Cancellation));
        Assert.Equal(OrderState.Paid, await StateAsync(checkout.OrderId));
        Assert.Empty(await ear.HeardUntilNowAsync());

        await orders.News.StartAsync(Cancellation);
        Assert.Equal([checkout.OrderId], (await ear.HearAsync(checkout.OrderId)).Distinct());
    }

    Task<bool> MoveAsync(Guid order, bool commit) => orders.WithAsync<IServiceProvider, bool>(async services =>
    {
        var context = services.GetRequiredService<OrdersContext>();
        await using var transaction = await context.Database.BeginTransactionAsync(Cancellation);
        Assert.NotNull(await services.GetRequiredService<OrderTransitions>().MoveAsync(order, OrderState.Cancelled, Actor.System, null, Cancellation));
        await context.SaveChangesAsync(Cancellation);
        if (commit)
            await transaction.CommitAsync(Cancellation);
        return true;
    });

    Task<OrderState> StateAsync(Guid order) => orders.WithAsync<OrdersContext, OrderState>(context => context.Orders.Where(o => o.Id == order).Select(o => o.State).SingleAsync(Cancellation));

    /// <summary>Hears what any replica would.</summary>
    sealed class Ear : IAsyncDisposable
    {
        readonly NpgsqlConnection connection;
        readonly ConcurrentQueue<Guid> heard = [];

        Ear(NpgsqlConnection connection)
        {
            this.connection = connection;
            connection.Notification += (_, word) => heard.Enqueue(Guid.ParseExact(word.Payload, "N"));
        }

        public static async Task<Ear> OpenAsync(string connectionString)
        {
            var ear = new Ear(new NpgsqlConnection(connectionString));
            await ear.connection.OpenAsync(Cancellation);
            await ear.RunAsync($"listen {OrderNews.Channel}");
            return ear;
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();

        /// <summary>All until these have come.</summary>
        public async Task<IReadOnlyList<Guid>> HearAsync(params Guid[] orders)
        {
            while (orders.Except(heard).Any())
                await connection.WaitAsync(Cancellation);
            return Take();
        }

        /// <summary>Word comes with the answer to whatever is asked after it.</summary>
        public async Task<IReadOnlyList<Guid>> HeardUntilNowAsync()
        {
            await RunAsync("select 1");
            return Take();
        }

        async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        List<Guid> Take()
        {
            var taken = new List<Guid>();
            while (heard.TryDequeue(out var order))
                taken.Add(order);
            return taken;
        }
    }
}
