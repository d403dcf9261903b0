using System.Globalization;
using CsCheck;
using Shop.Catalog.Checkout;
using Shop.Catalog.Stock;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Checkout;

/// <summary>
/// Random sequences of all that happens to checkouts, on a real database, against a model of a few lines. <c>SHOP_CHECKOUT_ROUNDS</c> says how
/// many sequences.
/// </summary>
public sealed class CheckoutModelTests(CheckoutDatabase shop) : IClassFixture<CheckoutDatabase>
{
    static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("SHOP_CHECKOUT_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 12;

    const int Products = 3, CouponUses = 2;

    enum Kind
    {
        Checkout, CheckoutWithCoupon, Repeat, StaleTotal, Pay, Cancel, Fail, Expire, Receive, Reprice, Archive,
    }

    sealed record Step(Kind Kind, int A, int B, int Quantity);

    static readonly Gen<Step> AnyStep = Gen.Select(
        Gen.Frequency((6, Gen.Const(Kind.Checkout)), (2, Gen.Const(Kind.CheckoutWithCoupon)), (2, Gen.Const(Kind.Repeat)), (1, Gen.Const(Kind.StaleTotal)), (4, Gen.Const(Kind.Pay)), (2, Gen.Const(Kind.Cancel)),
            (2, Gen.Const(Kind.Fail)), (2, Gen.Const(Kind.Expire)), (2, Gen.Const(Kind.Receive)), (1, Gen.Const(Kind.Reprice)), (1, Gen.Const(Kind.Archive))),
        Gen.Int[0, 20], Gen.Int[0, 20], Gen.Int[1, 4], (kind, a, b, quantity) => new Step(kind, a, b, quantity));

    [Fact]
    public Task Whatever_happens_stock_coupons_and_orders_are_those_of_the_model() =>
        AnyStep.Array[10, 40].SampleAsync(RunAsync, iter: Rounds, threads: 1);

    async Task RunAsync(Step[] steps)
    {
        var (model, sold, orders) = (new CheckoutModel(Products), new bool[Products], new List<ModelOrder>());
        var (ids, user) = (new Guid[Products], Guid.NewGuid());
        for (var i = 0; i < Products; i++)
        {
            ids[i] = await shop.ProductAsync(model.Stock[i] = 2 + (2 * i), 10.01m + i);
            sold[i] = true;
        }
        var coupon = await shop.CouponAsync(percentage: 15, mostUses: CouponUses);

        foreach (var step in steps)
        {
            var product = step.A % Products;
            var order = orders.Count == 0 ? null : orders[step.A % orders.Count];
            switch (step.Kind)
            {
                case Kind.Checkout or Kind.CheckoutWithCoupon or Kind.StaleTotal:
                    await CheckOutAsync(step);
                    break;
                case Kind.Repeat when order is not null:
                    Assert.Equal(order.Id, Assert.IsType<CheckoutOutcome.Accepted>(await shop.PlaceAsync(order.Request, user, order.Key)).Answer.OrderId);
                    break;
                case Kind.Pay when order is not null:
                    await shop.HandleAsync(new OrderPaid(order.Id));
                    model.Pay(order);
                    break;
                case Kind.Cancel when order is not null:
                    await shop.HandleAsync(new OrderCancelled(order.Id));
                    model.Cancel(order);
                    break;
                case Kind.Fail when order is not null:
                    await shop.HandleAsync(new PaymentFailed(order.Id));
                    model.FailPayment(order);
                    break;
                case Kind.Expire:
                    shop.Time.Advance(shop.Options.ReservationLifetime);
                    await shop.ExpireAsync();
                    orders.ForEach(model.Expire);
                    break;
                case Kind.Receive:
                    await shop.WithAsync(async context =>
                    {
                        await StockLedger.MoveAsync(context, StockReason.Received, "model", user, shop.Time.GetUtcNow(), ids[product], step.Quantity, TestContext.Current.CancellationToken);
                        return 0;
                    });
                    model.Stock[product] += step.Quantity;
                    break;
                case Kind.Reprice:
                    await shop.ExecuteAsync($"update products set price = price + 1.37 where id = {ids[product]}");
                    break;
                case Kind.Archive:
                    sold[product] = !sold[product];
                    await shop.ExecuteAsync($"update products set status = {(sold[product] ? 1 : 2)} where id = {ids[product]}");
                    break;
            }
        }

        for (var i = 0; i < Products; i++)
            Assert.Equal(model.Stock[i], await shop.StockAsync(ids[i]));
        Assert.Equal(model.CouponUses, await shop.UsesAsync(coupon));
        foreach (var order in orders)
        {
            Assert.Equal(order.Status, await shop.StatusAsync(order.Id));
            Assert.Single(await shop.PublishedAsync(order.Id), "shop.checkout-accepted.v1");
        }
        Assert.Empty(await shop.DiscrepanciesAsync());

        async Task CheckOutAsync(Step step)
        {
            var lines = new Dictionary<int, int> { [step.A % Products] = step.Quantity };
            lines.TryAdd(step.B % Products, 1);
            var usesCoupon = step.Kind == Kind.CheckoutWithCoupon;
            var request = CheckoutDatabase.Request([.. lines.Select(line => (ids[line.Key], line.Value))]) with { Coupon = usesCoupon ? coupon : null };
            var total = await shop.TotalAsync(request, user);
            request = request with { ExpectedTotal = step.Kind == Kind.StaleTotal ? (total ?? 0) + 0.01m : total ?? 0 };
            var key = Guid.NewGuid().ToString();
            var outcome = await shop.PlaceAsync(request, user, key);
            if (lines.Keys.Any(product => !sold[product]) || (usesCoupon && model.CouponUses >= CouponUses))
                Assert.IsType<CheckoutOutcome.Invalid>(outcome);
            else if (step.Kind == Kind.StaleTotal || lines.Any(line => model.Stock[line.Key] < line.Value))
                Assert.IsType<CheckoutOutcome.Moved>(outcome);
            else
            {
                orders.Add(new() { Id = Assert.IsType<CheckoutOutcome.Accepted>(outcome).Answer.OrderId, Key = key, Request = request, Lines = lines });
                model.Accept(orders[^1]);
            }
        }
    }
}
