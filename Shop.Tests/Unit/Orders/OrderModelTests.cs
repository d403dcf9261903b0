using System.Globalization;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.Orders.Orders;
using Shop.Orders.Payments;
using Shop.Orders.Payments.Simulator;
using Shop.Orders.Shipping;
using Shop.Orders.Work;
using Xunit;

namespace Shop.Tests.Unit.Orders;

/// <summary>
/// Random sequences of what buyers, staff, Catalog and time do to orders, on a real database and with the simulated gateway. Whatever happened, the money that
/// the gateway has is the money that is owed, and each order's history leads to its state. <c>SHOP_ORDER_ROUNDS</c> says how many sequences.
/// </summary>
public sealed class OrderModelTests(OrdersDatabase orders) : IClassFixture<OrdersDatabase>
{
    static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("SHOP_ORDER_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 6;

    const decimal Total = OrdersDatabase.Total;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    enum Kind { Place, PlaceDeclined, PlaceAgain, Work, StockConfirmed, Cancel, CancelByStaff, PayAgain, Expire, Shortage, ShipPart, ShipAll, Confirm, Return, Approve, Refuse, Refund, Days }

    sealed record Step(Kind Kind, int Order, int Cents);

    static readonly Gen<Step> AnyStep = Gen.Select(
        Gen.Frequency((5, Gen.Const(Kind.Place)), (2, Gen.Const(Kind.PlaceDeclined)), (1, Gen.Const(Kind.PlaceAgain)), (6, Gen.Const(Kind.Work)), (4, Gen.Const(Kind.StockConfirmed)), (2, Gen.Const(Kind.Cancel)), (1, Gen.Const(Kind.CancelByStaff)),
            (2, Gen.Const(Kind.PayAgain)), (1, Gen.Const(Kind.Expire)), (1, Gen.Const(Kind.Shortage)), (2, Gen.Const(Kind.ShipPart)), (3, Gen.Const(Kind.ShipAll)), (3, Gen.Const(Kind.Confirm)),
            (2, Gen.Const(Kind.Return)), (2, Gen.Const(Kind.Approve)), (1, Gen.Const(Kind.Refuse)), (2, Gen.Const(Kind.Refund)), (1, Gen.Const(Kind.Days))),
        Gen.Int[0, 50], Gen.Int[1, 2000], (kind, order, cents) => new Step(kind, order, cents));

    [Fact]
    public Task Whatever_happens_money_and_history_are_right() => AnyStep.Array[10, 50].SampleAsync(RunAsync, iter: Rounds, threads: 1);

    async Task RunAsync(Step[] steps)
    {
        var placed = new List<CheckoutAccepted>();
        using var worker = orders.Worker();
        foreach (var step in steps)
        {
            orders.Time.Advance(TimeSpan.FromMilliseconds(1));
            if (step.Kind is Kind.Place or Kind.PlaceDeclined)
            {
                placed.Add(orders.Checkout(step.Kind == Kind.Place ? "tok_visa_4242" : "tok_declined_0002"));
                await orders.HandleAsync(placed[^1]);
            }
            else if (placed.Count > 0)
                await DoAsync(step, placed[step.Order % placed.Count], worker);
            await AreRightAsync(placed);
        }
        // All that is due is done, refunds too; then the gateway agrees to the cent.
        while (await worker.RunDueAsync(Cancellation) > 0)
        {
        }
        await AreRightAsync(placed);
        foreach (var order in placed)
            await orders.WithAsync<OrdersContext, bool>(async context =>
            {
                var state = await context.Orders.Where(o => o.Id == order.OrderId).Select(o => o.State).SingleAsync(Cancellation);
                var refunds = await context.Refunds.Where(r => r.OrderId == order.OrderId).ToListAsync(Cancellation);
                var ids = await context.Payments.Where(p => p.OrderId == order.OrderId && p.ProviderId != null).Select(p => p.ProviderId!).ToListAsync(Cancellation);
                var guids = ids.ConvertAll(id => Guid.ParseExact(id, "N"));
                var gateway = await context.Set<SimulatedPayment>().Where(p => guids.Contains(p.Id)).ToListAsync(Cancellation);
                var kept = gateway.Sum(p => p.Captured - p.Refunded);
                Assert.All(refunds, refund => Assert.NotNull(refund.DoneAt));
                Assert.InRange(gateway.Count(p => p.Captured > 0), 0, 1);
                Assert.Equal(refunds.Sum(r => r.Amount), gateway.Sum(p => p.Refunded));
                Assert.Equal(
                    state is OrderState.Paid or OrderState.Shipped or OrderState.Received or OrderState.Completed or OrderState.ReturnRequested ? Total - refunds.Sum(r => r.Amount) : 0, kept);
                return true;
            });
    }

    async Task DoAsync(Step step, CheckoutAccepted order, WorkWorker worker)
    {
        var (id, buyer, staff) = (order.OrderId, order.UserId, Guid.NewGuid());
        switch (step.Kind)
        {
            case Kind.PlaceAgain:
                await orders.HandleAsync(order);
                break;
            case Kind.Work:
                await worker.RunDueAsync(Cancellation);
                break;
            case Kind.Days:
                orders.Time.Advance(TimeSpan.FromDays(step.Order % 20));
                break;
            case Kind.Expire:
                await orders.HandleAsync(new ReservationExpired(id));
                break;
            case Kind.StockConfirmed:
                await orders.HandleAsync(new StockConfirmed(id));
                break;
            case Kind.Shortage:
                await orders.HandleAsync(new StockShortage(id));
                break;
            case Kind.ShipPart or Kind.ShipAll:
                await orders.WithAsync((ShippingDesk desk) => desk.ShipAsync(id, "Pony", "1", step.Kind == Kind.ShipAll ? new Dictionary<int, int>() : new Dictionary<int, int> { [0] = 1 }, Guid.NewGuid(), staff, Cancellation));
                break;
            case Kind.Confirm:
                await orders.WithAsync((ShippingDesk desk) => desk.ConfirmAsync(id, buyer, Cancellation));
                break;
            case Kind.Refund:
                // Sent twice, as by two clicks, it is one.
                var (key, amount) = (Guid.NewGuid(), step.Cents / 100m);
                var outcome = await orders.WithAsync((OrderDesk desk) => desk.RefundAsync(id, amount, "a scratch", key, staff, Cancellation));
                Assert.Equal(outcome, await orders.WithAsync((OrderDesk desk) => desk.RefundAsync(id, amount, "a scratch", key, staff, Cancellation)));
                Assert.InRange(await orders.WithAsync<OrdersContext, int>(context => context.Refunds.CountAsync(refund => refund.Id == key, Cancellation)), 0, 1);
                break;
            default:
                await orders.WithAsync((OrderDesk desk) => step.Kind switch
                {
                    Kind.Cancel => desk.CancelAsync(id, Actor.Buyer(buyer), null, Cancellation),
                    Kind.CancelByStaff => desk.CancelAsync(id, Actor.Staff(staff), "why not", Cancellation),
                    Kind.PayAgain => desk.PayAgainAsync(id, step.Cents % 3 == 0 ? "tok_declined_0002" : "tok_visa_4242", buyer, Cancellation),
                    Kind.Return => desk.RequestReturnAsync(id, buyer, "chipped", Cancellation),
                    Kind.Approve => desk.ApproveReturnAsync(id, staff, Cancellation),
                    _ => desk.RefuseReturnAsync(id, staff, null, Cancellation),
                });
                break;
        }
    }

    /// <summary>What holds at any moment: no more given back than taken, and a history that leads to the state by steps that there are.</summary>
    Task<bool> AreRightAsync(List<CheckoutAccepted> placed) => orders.WithAsync<OrdersContext, bool>(async context =>
    {
        Guid[] ids = [.. placed.Select(order => order.OrderId)];
        var states = await context.Orders.AsNoTracking().Where(order => ids.Contains(order.Id)).ToDictionaryAsync(order => order.Id, order => order.State, Cancellation);
        var events = (await context.Events.AsNoTracking().Where(e => ids.Contains(e.OrderId)).OrderBy(e => e.Id).ToListAsync(Cancellation)).ToLookup(e => e.OrderId);
        var captured = await context.Payments.AsNoTracking().Where(p => ids.Contains(p.OrderId) && p.State == PaymentState.Captured).ToListAsync(Cancellation);
        var refunds = (await context.Refunds.AsNoTracking().Where(r => ids.Contains(r.OrderId)).ToListAsync(Cancellation)).ToLookup(r => r.OrderId);
        Assert.Equal(ids.Length, states.Count);
        Assert.Equal(captured.Count, captured.DistinctBy(payment => payment.OrderId).Count());
        foreach (var (id, state) in states)
        {
            Assert.True(refunds[id].Sum(refund => refund.Amount) <= (captured.Any(payment => payment.OrderId == id) ? Total : 0));
            OrderState? at = null;
            foreach (var step in events[id])
            {
                Assert.Equal(at, step.From);
                Assert.True(at is null || step.To == at || OrderStates.Before(step.To).Contains(at.Value), $"{at} to {step.To}");
                at = step.To;
            }
            Assert.Equal(at, state);
        }
        return true;
    });
}
