using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.Orders.Data;
using Shop.Orders.Orders;
using Shop.Orders.Payments.Simulator;
using Xunit;

namespace Shop.Tests.Unit.Orders;

/// <summary>Payments that are under way together.</summary>
public sealed class PaymentRecordTests(OrdersDatabase orders) : IClassFixture<OrdersDatabase>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_that_somebody_else_holds_waits_alone_and_is_paid_once_then()
    {
        CheckoutAccepted[] placed = [.. Enumerable.Range(0, 8).Select(_ => orders.Checkout("tok_visa_4242"))];
        await orders.HandleAsync(placed);
        await using var other = new NpgsqlConnection(orders.Connection);
        await other.OpenAsync(Cancellation);
        await using var held = await other.BeginTransactionAsync(Cancellation);
        await using (var hold = new NpgsqlCommand("select from orders where id = $1 for update", other) { Parameters = { new() { Value = placed[3].OrderId } } })
            await hold.ExecuteNonQueryAsync(Cancellation);

        using var worker = orders.Worker();
        var working = worker.RunDueAsync(Cancellation);
        await Eventually.TrueAsync(async () => await CountAsync(OrderState.Paid) == placed.Length - 1, Cancellation);
        Assert.Equal(1, await CountAsync(OrderState.Submitted));
        await held.RollbackAsync(Cancellation);
        Assert.Equal(placed.Length, await working);

        Assert.Equal(placed.Length, await CountAsync(OrderState.Paid));
        Assert.Equal(placed.Length, await orders.WithAsync<OrdersContext, int>(context => context.Events.CountAsync(happened => happened.To == OrderState.Paid, Cancellation)));
        Assert.Equal(placed.Length, await orders.WithAsync<OrdersContext, int>(context => context.Set<SimulatedPayment>().CountAsync(payment => payment.Captured == OrdersDatabase.Total, Cancellation)));
        Assert.Equal(0, await orders.WithAsync<OrdersContext, int>(context => context.Work.CountAsync(Cancellation)));
    }

    Task<int> CountAsync(OrderState state) => orders.WithAsync<OrdersContext, int>(context => context.Orders.CountAsync(order => order.State == state, Cancellation));
}
