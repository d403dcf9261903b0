using System.Globalization;
using System.Text.Json;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Checkout;
using Shop.Catalog.Stock;
using Shop.Orders.Data;
using Shop.Orders.Orders;
using Shop.Orders.Shipping;
using Shop.ServiceDefaults.Messaging;
using Shop.Tests.Unit.Catalog.Checkout;
using Xunit;
using CatalogMessages = Shop.Catalog.Checkout;
using OrdersMessages = Shop.Orders.Orders;

namespace Shop.Tests.Unit.Orders;

/// <summary>
/// Catalog and Orders, each on its real database, with messages between them that overtake each other and come again long after, without an inbox to
/// help. However that goes, in the end both say the same of each order, the ledger is right and the stock is what was not sold.
/// <c>SHOP_ORDER_ROUNDS</c> says how many sequences.
/// </summary>
public sealed class OrderTrafficTests(CheckoutDatabase catalog, OrdersDatabase orders) : IClassFixture<CheckoutDatabase>, IClassFixture<OrdersDatabase>
{
    static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("SHOP_ORDER_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 6;

    const int Products = 2, Stock = 6;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    enum Kind { CheckOut, CheckOutDeclined, Deliver, DeliverLatest, DeliverAgain, Work, Cancel, CancelByStaff, PayAgain, Wait, Ship, Confirm, Return, Approve, Receive }

    sealed record Step(Kind Kind, int A, int B, int Quantity);

    static readonly Gen<Step> AnyStep = Gen.Select(
        Gen.Frequency(
            (5, Gen.Const(Kind.CheckOut)), (2, Gen.Const(Kind.CheckOutDeclined)), (8, Gen.Const(Kind.Deliver)), (4, Gen.Const(Kind.DeliverLatest)), (3, Gen.Const(Kind.DeliverAgain)), (5, Gen.Const(Kind.Work)),
            (1, Gen.Const(Kind.Cancel)), (1, Gen.Const(Kind.CancelByStaff)), (3, Gen.Const(Kind.PayAgain)), (2, Gen.Const(Kind.Wait)), (1, Gen.Const(Kind.Ship)), (1, Gen.Const(Kind.Confirm)),
            (1, Gen.Const(Kind.Return)), (1, Gen.Const(Kind.Approve)), (1, Gen.Const(Kind.Receive))),
        Gen.Int[0, 50], Gen.Int[0, 50], Gen.Int[1, 4], (kind, a, b, quantity) => new Step(kind, a, b, quantity));

    [Fact]
    public Task In_whatever_order_and_how_often_messages_come_both_services_agree_in_the_end() =>
        AnyStep.Array[20, 70].SampleAsync(steps => new Run(catalog, orders).AllAsync(steps), iter: Rounds, threads: 1);

    /// <summary>One sequence, with products of its own.</summary>
    sealed class Run(CheckoutDatabase catalog, OrdersDatabase orders)
    {
        readonly Guid[] ids = new Guid[Products];
        readonly int[] received = new int[Products];
        readonly List<(Guid Id, Guid Buyer, int Product, int Quantity)> placed = [];
        readonly List<(string Name, byte[] Body)> waiting = [], delivered = [];

        public async Task AllAsync(Step[] steps)
        {
            for (var i = 0; i < Products; i++)
                ids[i] = await catalog.ProductAsync(received[i] = Stock, 10m + i);
            using var worker = orders.Worker();
            foreach (var step in steps)
            {
                Advance(TimeSpan.FromMilliseconds(1));
                await DoAsync(step, worker);
                await CollectAsync();
                Assert.Empty(await catalog.DiscrepanciesAsync());
            }
            // Now everything comes to rest: what waits is delivered, and what is due is done.
            for (var (tries, isQuiet) = (0, false); !isQuiet; tries++)
            {
                Assert.True(tries < 200, $"{waiting.Count} messages find no rest: {string.Join(", ", waiting.Select(static message => message.Name))}");
                isQuiet = waiting.Count == 0;
                foreach (var message in waiting.ToArray())
                    await DeliverAsync(message);
                isQuiet &= await worker.RunDueAsync(Cancellation) == 0;
                await CollectAsync();
            }
            await AgreeAsync();
        }

        async Task DoAsync(Step step, Shop.Orders.Work.WorkWorker worker)
        {
            var order = placed.Count == 0 ? default : placed[step.A % placed.Count];
            switch (step.Kind)
            {
                case Kind.CheckOut or Kind.CheckOutDeclined:
                    await CheckOutAsync(step);
                    break;
                case Kind.Deliver when waiting.Count > 0:
                    await DeliverAsync(waiting[step.A % waiting.Count]);
                    break;
                case Kind.DeliverLatest when waiting.Count > 0:
                    await DeliverAsync(waiting[^1]);
                    break;
                case Kind.DeliverAgain when delivered.Count > 0:
                    await HandleAsync(delivered[step.A % delivered.Count]);
                    break;
                case Kind.Work:
                    await worker.RunDueAsync(Cancellation);
                    break;
                case Kind.Wait:
                    Advance(catalog.Options.ReservationLifetime * (step.B % 2 == 0 ? 0.6 : 1));
                    await catalog.ExpireAsync();
                    break;
                case Kind.Receive:
                    await catalog.WithAsync(async context =>
                    {
                        await StockLedger.MoveAsync(context, StockReason.Received, "model", Guid.Empty, catalog.Time.GetUtcNow(), ids[step.B % Products], step.Quantity, Cancellation);
                        return 0;
                    });
                    received[step.B % Products] += step.Quantity;
                    break;
                case Kind.Ship when order.Id != Guid.Empty:
                    await orders.WithAsync((ShippingDesk desk) => desk.ShipAsync(order.Id, "Pony", "1", new Dictionary<int, int>(), Guid.NewGuid(), Guid.NewGuid(), Cancellation));
                    break;
                case Kind.Confirm when order.Id != Guid.Empty:
                    await orders.WithAsync((ShippingDesk desk) => desk.ConfirmAsync(order.Id, order.Buyer, Cancellation));
                    break;
                case Kind.Cancel or Kind.CancelByStaff or Kind.PayAgain or Kind.Return or Kind.Approve when order.Id != Guid.Empty && await IsThereAsync(order.Id):
                    await orders.WithAsync((OrderDesk desk) => step.Kind switch
                    {
                        Kind.Cancel => desk.CancelAsync(order.Id, Actor.Buyer(order.Buyer), null, Cancellation),
                        Kind.CancelByStaff => desk.CancelAsync(order.Id, Actor.Staff(Guid.NewGuid()), "why not", Cancellation),
                        Kind.PayAgain => desk.PayAgainAsync(order.Id, step.B % 3 == 0 ? "tok_declined_0002" : "tok_visa_4242", order.Buyer, Cancellation),
                        Kind.Return => desk.RequestReturnAsync(order.Id, order.Buyer, "chipped", Cancellation),
                        _ => desk.ApproveReturnAsync(order.Id, Guid.NewGuid(), Cancellation),
                    });
                    break;
            }
        }

        async Task CheckOutAsync(Step step)
        {
            var (product, buyer) = (step.A % Products, Guid.NewGuid());
            var request = CheckoutDatabase.Request((ids[product], step.Quantity)) with { PaymentToken = step.Kind == Kind.CheckOut ? "tok_visa_4242" : "tok_declined_0002" };
            request = request with { ExpectedTotal = await catalog.TotalAsync(request, buyer) };
            if (await catalog.PlaceAsync(request, buyer) is CheckoutOutcome.Accepted(var answer))
                placed.Add((answer.OrderId, buyer, product, step.Quantity));
        }

        /// <summary>What both have put in their outboxes since. Notices to buyers go to Users, who is not here: they are looked at, and stay.</summary>
        async Task CollectAsync()
        {
            waiting.AddRange(await catalog.WithAsync(TakeAsync));
            waiting.AddRange(await orders.WithAsync<OrdersContext, List<(string, byte[])>>(TakeAsync));
        }

        static async Task<List<(string, byte[])>> TakeAsync(DbContext context)
        {
            var rows = await context.Set<OutboxMessage>().Where(static message => message.Name != "shop.order-notice.v1").OrderBy(static message => message.Id).ToListAsync(Cancellation);
            context.RemoveRange(rows);
            await context.SaveChangesAsync(Cancellation);
            return rows.ConvertAll(static message => (message.Name, message.Body));
        }

        /// <summary>Where a handler throws, the message waits on, as with the real retries.</summary>
        async Task DeliverAsync((string Name, byte[] Body) message)
        {
            try
            {
                await HandleAsync(message);
            }
            catch (InvalidOperationException tooEarly) when (tooEarly.Message.StartsWith("There is no order", StringComparison.Ordinal))
            {
                return;
            }
            waiting.Remove(message);
            delivered.Add(message);
        }

        Task HandleAsync((string Name, byte[] Body) message) => message.Name switch
        {
            "shop.checkout-accepted.v1" => orders.HandleAsync(Read<OrdersMessages.CheckoutAccepted>(message.Body)),
            "shop.reservation-expired.v1" => orders.HandleAsync(Read<OrdersMessages.ReservationExpired>(message.Body)),
            "shop.stock-confirmed.v1" => orders.HandleAsync(Read<OrdersMessages.StockConfirmed>(message.Body)),
            "shop.stock-shortage.v1" => orders.HandleAsync(Read<OrdersMessages.StockShortage>(message.Body)),
            "shop.order-paid.v1" => catalog.HandleAsync(Read<CatalogMessages.OrderPaid>(message.Body)),
            "shop.order-cancelled.v1" => catalog.HandleAsync(Read<CatalogMessages.OrderCancelled>(message.Body)),
            "shop.payment-failed.v1" => catalog.HandleAsync(Read<CatalogMessages.PaymentFailed>(message.Body)),
            _ => Task.CompletedTask,
        };

        static T Read<T>(byte[] body) => JsonSerializer.Deserialize<T>(body, MessageJson.Options)!;

        void Advance(TimeSpan by)
        {
            catalog.Time.Advance(by);
            orders.Time.Advance(by);
        }

        Task<bool> IsThereAsync(Guid order) => orders.WithAsync<OrdersContext, bool>(context => context.Orders.AnyAsync(o => o.Id == order, Cancellation));

        async Task AgreeAsync()
        {
            Guid[] all = [.. placed.Select(static order => order.Id)];
            var states = await orders.WithAsync<OrdersContext, Dictionary<Guid, OrderState>>(context =>
                context.Orders.Where(order => all.Contains(order.Id)).ToDictionaryAsync(static order => order.Id, static order => order.State, Cancellation));
            Assert.Equal(all.Length, states.Count);
            var sold = new int[Products];
            foreach (var (id, _, product, quantity) in placed)
            {
                var (state, status) = (states[id], await catalog.StatusAsync(id));
                CheckoutStatus[] fitting = state switch
                {
                    OrderState.Cancelled => [CheckoutStatus.Cancelled],
                    OrderState.PaymentFailed => [CheckoutStatus.PaymentFailed, CheckoutStatus.Expired],
                    OrderState.Paid or OrderState.Shipped or OrderState.Received or OrderState.Completed or OrderState.ReturnRequested or OrderState.Refunded =>
                        [CheckoutStatus.Sold],
                    _ => [],
                };
                Assert.True(fitting.Contains(status), $"{id} is {state} in Orders and {status} in Catalog");
                if (status == CheckoutStatus.Sold)
                    sold[product] += quantity;
                await IsToldAsync(id);
            }
            for (var i = 0; i < Products; i++)
                Assert.Equal(received[i] - sold[i], await catalog.StockAsync(ids[i]));
            Assert.Empty(await catalog.DiscrepanciesAsync());
        }

        /// <summary>The buyer is told of each step of the history just as often as it was taken.</summary>
        async Task IsToldAsync(Guid order)
        {
            var (events, notices) = await orders.WithAsync<OrdersContext, (List<OrderEvent>, List<string>)>(async context => (
                await context.Events.Where(e => e.OrderId == order).ToListAsync(Cancellation),
                (await context.Set<OutboxMessage>().Where(static message => message.Name == "shop.order-notice.v1").ToListAsync(Cancellation))
                    .ConvertAll(static message => Read<OrderNotice>(message.Body)).Where(notice => notice.OrderId == order).Select(static notice => notice.Step).ToList()));
            foreach (var (step, state) in new[] { (BuyerSteps.Paid, OrderState.Paid), (BuyerSteps.PaymentFailed, OrderState.PaymentFailed), (BuyerSteps.Cancelled, OrderState.Cancelled), (BuyerSteps.ReturnApproved, OrderState.Refunded) })
                Assert.Equal(events.Count(e => e.To == state && e.From != state), notices.Count(notice => notice == step));
            Assert.Single(notices, BuyerSteps.Placed);
        }
    }
}
