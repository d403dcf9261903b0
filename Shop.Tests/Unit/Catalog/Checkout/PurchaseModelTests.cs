using System.Globalization;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shop.Catalog.Cart;
using Shop.Catalog.Checkout;
using Shop.Catalog.Data;
using Shop.Catalog.Stock;
using Shop.Tests.Unit.Integrations;
using StackExchange.Redis;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Checkout;

/// <summary>
/// Random sequences of all that two buyers, staff, the clock and Orders can do between a cart and a sale, on a real PostgreSQL and a real Redis
/// together, against a model of a few lines which must agree after each step. <c>SHOP_PURCHASE_ROUNDS</c> says how many sequences.
/// </summary>
public sealed class PurchaseModelTests(CheckoutDatabase shop) : IClassFixture<CheckoutDatabase>, IAsyncLifetime
{
    static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("SHOP_PURCHASE_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 25;

    const int Products = 3, Buyers = 2, CouponUses = 2, Percentage = 15;

    readonly RedisProcess redis = new RedisProcess().Start();
    ConnectionMultiplexer connection = null!;
    Carts carts = null!;
    CartUpkeep upkeep = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",abortConnect=false");
        await Eventually.TrueAsync(() => connection.IsConnected, Cancellation);
        var services = new ServiceCollection().AddSingleton<IConnectionMultiplexer>(connection).BuildServiceProvider();
        carts = new(services, new(), shop.Time);
        upkeep = new(services.GetRequiredService<IServiceScopeFactory>(), carts, shop.Options, services, shop.Time, NullLogger<CartUpkeep>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        upkeep.Dispose();
        await connection.DisposeAsync();
        redis.Dispose();
    }

    enum Kind
    {
        Add, Set, Remove, Save, Clear, Quote, Checkout, CheckoutWithCoupon, CheckoutOfLines, StaleTotal, CheckoutTwiceAtOnce, CheckoutWhileAdding, CheckoutThatDies, Upkeep, Repeat, RepeatWithAnother,
        Pay, Cancel, Fail, Wait, Expire, Receive, Lose, Reprice, Archive,
    }

    sealed record Step(Kind Kind, int A, int B, int Quantity);

    static readonly Gen<Step> AnyStep = Gen.Select(
        Gen.Frequency(
            (8, Gen.Const(Kind.Add)), (3, Gen.Const(Kind.Set)), (1, Gen.Const(Kind.Remove)), (1, Gen.Const(Kind.Save)), (1, Gen.Const(Kind.Clear)), (2, Gen.Const(Kind.Quote)),
            (5, Gen.Const(Kind.Checkout)), (2, Gen.Const(Kind.CheckoutWithCoupon)), (1, Gen.Const(Kind.CheckoutOfLines)), (1, Gen.Const(Kind.StaleTotal)), (1, Gen.Const(Kind.CheckoutTwiceAtOnce)),
            (1, Gen.Const(Kind.CheckoutWhileAdding)), (1, Gen.Const(Kind.CheckoutThatDies)), (1, Gen.Const(Kind.Upkeep)), (2, Gen.Const(Kind.Repeat)), (1, Gen.Const(Kind.RepeatWithAnother)),
            (4, Gen.Const(Kind.Pay)), (2, Gen.Const(Kind.Cancel)), (2, Gen.Const(Kind.Fail)), (1, Gen.Const(Kind.Wait)), (1, Gen.Const(Kind.Expire)),
            (2, Gen.Const(Kind.Receive)), (1, Gen.Const(Kind.Lose)), (1, Gen.Const(Kind.Reprice)), (1, Gen.Const(Kind.Archive))),
        Gen.Int[0, 20], Gen.Int[0, 20], Gen.Int[1, 6], (kind, a, b, quantity) => new Step(kind, a, b, quantity));

    [Fact]
    public Task Carts_stock_totals_and_orders_are_those_of_the_model_after_each_step() =>
        AnyStep.Array[10, 40].SampleAsync(steps => new Run(this, shop).AllAsync(steps), iter: Rounds, threads: 1);

    sealed class Order : ModelOrder
    {
        public required int Buyer { get; init; }

        public required DateTimeOffset Until { get; init; }

        /// <summary>Whether the cart still holds what it has bought: its process died.</summary>
        public bool IsInCart { get; set; }
    }

    /// <summary>One sequence, with products and buyers of its own.</summary>
    sealed class Run(PurchaseModelTests test, CheckoutDatabase shop)
    {
        readonly Guid[] ids = new Guid[Products], buyers = [.. Enumerable.Range(0, Buyers).Select(_ => Guid.NewGuid())];
        readonly CheckoutModel model = new(Products);
        readonly decimal[] prices = new decimal[Products];
        readonly bool[] sold = new bool[Products];
        readonly Dictionary<int, int>[] lines = [.. Enumerable.Range(0, Buyers).Select(_ => new Dictionary<int, int>())], saved = [.. Enumerable.Range(0, Buyers).Select(_ => new Dictionary<int, int>())];
        readonly List<Order> orders = [];
        string coupon = "";

        int[] Stock => model.Stock;

        public async Task AllAsync(Step[] steps)
        {
            for (var i = 0; i < Products; i++)
            {
                (Stock[i], prices[i], sold[i]) = (2 + (4 * i), 10.01m + i, true);
                ids[i] = await shop.ProductAsync(Stock[i], prices[i]);
            }
            coupon = await shop.CouponAsync(percentage: Percentage, mostUses: CouponUses);
            foreach (var step in steps)
            {
                await OneAsync(step);
                await AgreeAsync();
            }
            Assert.Equal(model.CouponUses, await shop.UsesAsync(coupon));
            foreach (var order in orders)
                Assert.Single(await shop.PublishedAsync(order.Id), "shop.checkout-accepted.v1");
        }

        async Task OneAsync(Step step)
        {
            var (buyer, product) = (step.A % Buyers, step.B % Products);
            var owner = CartOwner.OfUser(buyers[buyer]);
            var order = orders.Count == 0 ? null : orders[step.A % orders.Count];
            switch (step.Kind)
            {
                case Kind.Add or Kind.Set:
                    await ChangeAsync(buyer, product, step.Quantity, step.Kind == Kind.Add);
                    break;
                case Kind.Remove:
                    await test.carts.RemoveAsync(owner, ids[product]);
                    lines[buyer].Remove(product);
                    break;
                case Kind.Save:
                    if (lines[buyer].Remove(product, out var quantity))
                        saved[buyer][product] = quantity;
                    Assert.Equal(saved[buyer].ContainsKey(product), await test.carts.SaveAsync(owner, ids[product]));
                    break;
                case Kind.Clear:
                    await test.carts.ClearAsync(owner);
                    lines[buyer].Clear();
                    break;
                case Kind.Quote when lines[buyer].Count > 0:
                    Assert.Equal(Total(lines[buyer], false), await shop.TotalAsync(await CartRequestAsync(buyer), buyers[buyer]));
                    break;
                case Kind.Checkout or Kind.CheckoutWithCoupon or Kind.CheckoutOfLines or Kind.StaleTotal or Kind.CheckoutTwiceAtOnce or Kind.CheckoutWhileAdding or Kind.CheckoutThatDies:
                    await CheckOutAsync(step.Kind, buyer, product, step.Quantity);
                    break;
                case Kind.Upkeep:
                    await shop.WithAsync((CatalogContext context) => test.upkeep.TakeOutAsync(context, Cancellation));
                    foreach (var dead in orders.Where(o => o.IsInCart))
                        TakeOut(dead);
                    break;
                case Kind.Repeat when order is not null:
                    // With whatever is in the cart by now, and as the endpoint does it: what was bought is taken out again, which changes nothing.
                    Assert.Equal(order.Id, Assert.IsType<CheckoutOutcome.Accepted>(await shop.PlaceAsync(order.Request, buyers[order.Buyer], order.Key, await CartAsync(order.Buyer))).Answer.OrderId);
                    if (order.Request.Lines is null)
                    {
                        await test.carts.TakeOutAsync(buyers[order.Buyer], order.Id, order.Lines.Select(line => (ids[line.Key], line.Value)));
                        if (order.IsInCart)
                            TakeOut(order);
                    }
                    break;
                case Kind.RepeatWithAnother when order is not null:
                    var other = order.Request with { ExpectedTotal = order.Request.ExpectedTotal + 1 };
                    Assert.Contains("Idempotency-Key", Assert.IsType<CheckoutOutcome.Invalid>(await shop.PlaceAsync(other, buyers[order.Buyer], order.Key, await CartAsync(order.Buyer))).Errors.Keys);
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
                case Kind.Wait or Kind.Expire:
                    shop.Time.Advance(shop.Options.ReservationLifetime * (step.Kind == Kind.Wait ? 0.3 : 1));
                    await shop.ExpireAsync();
                    foreach (var expired in orders.Where(o => o.Until <= shop.Time.GetUtcNow()))
                        model.Expire(expired);
                    break;
                case Kind.Receive or Kind.Lose:
                    var change = step.Kind == Kind.Receive ? step.Quantity : -step.Quantity;
                    var isRefused = false;
                    try
                    {
                        await shop.WithAsync(async context =>
                        {
                            await StockLedger.MoveAsync(
                                context, change > 0 ? StockReason.Received : StockReason.Adjusted, "model", buyers[0], shop.Time.GetUtcNow(), ids[product], change, Cancellation);
                            return 0;
                        });
                    }
                    catch (Exception exception) when (StockLedger.IsRefused(exception))
                    {
                        isRefused = true;
                    }
                    Assert.Equal(Stock[product] + change < 0, isRefused);
                    Stock[product] += isRefused ? 0 : change;
                    break;
                case Kind.Reprice:
                    prices[product] += 1.37m;
                    await shop.ExecuteAsync($"update products set price = {prices[product]} where id = {ids[product]}");
                    break;
                case Kind.Archive:
                    sold[product] = !sold[product];
                    await shop.ExecuteAsync($"update products set status = {(sold[product] ? 1 : 2)} where id = {ids[product]}");
                    break;
            }
        }

        /// <summary>As the endpoint does it, which refuses what can't be bought.</summary>
        async Task ChangeAsync(int buyer, int product, int quantity, bool adds)
        {
            if (!sold[product] || Stock[product] == 0)
                return;
            var wanted = quantity + (adds ? lines[buyer].GetValueOrDefault(product) : 0);
            var change = await test.carts.ChangeAsync(CartOwner.OfUser(buyers[buyer]), adds, ids[product], quantity, Stock[product], prices[product]);
            lines[buyer][product] = Math.Min(wanted, Stock[product]);
            saved[buyer].Remove(product);
            Assert.Equal((lines[buyer][product], wanted > Stock[product]), (change.Quantity, change.IsLimited));
        }

        async Task CheckOutAsync(Kind kind, int buyer, int product, int quantity)
        {
            var fromCart = kind != Kind.CheckoutOfLines;
            var bought = fromCart ? new Dictionary<int, int>(lines[buyer]) : new() { [product] = quantity };
            var usesCoupon = kind == Kind.CheckoutWithCoupon;
            var total = Total(bought, usesCoupon && model.CouponUses < CouponUses);
            var request = new CheckoutRequest
            {
                Lines = fromCart ? null : [new(ids[product], quantity)],
                ShippingAddress = CheckoutRules.Address,
                ShippingMethod = "express",
                PaymentToken = "tok_visa_4242",
                Coupon = usesCoupon ? coupon : null,
                ExpectedTotal = (total ?? 0) + (kind == Kind.StaleTotal ? 0.01m : 0),
            };
            var (key, cart) = (Guid.NewGuid().ToString(), fromCart ? await CartAsync(buyer) : null);
            if (kind == Kind.CheckoutWhileAdding)
                await ChangeAsync(buyer, product, 1, adds: true);
            var outcomes = await Task.WhenAll(Enumerable.Range(0, kind == Kind.CheckoutTwiceAtOnce ? 3 : 1).Select(_ => shop.PlaceAsync(request, buyers[buyer], key, cart)));

            if (bought.Count == 0 || bought.Keys.Any(line => !sold[line]) || (usesCoupon && model.CouponUses >= CouponUses))
                Assert.All(outcomes, static outcome => Assert.IsType<CheckoutOutcome.Invalid>(outcome));
            else if (kind == Kind.StaleTotal || bought.Any(line => Stock[line.Key] < line.Value))
                Assert.All(outcomes, outcome => Assert.Equal(total, Assert.IsType<CheckoutOutcome.Moved>(outcome).Quote.Total));
            else
            {
                var answers = outcomes.Select(static outcome => Assert.IsType<CheckoutOutcome.Accepted>(outcome).Answer).ToList();
                Assert.Single(answers.Select(static answer => answer.OrderId).Distinct());
                Assert.Equal(total, answers[0].Quote.Total);
                Assert.Equal(bought.OrderBy(static line => line.Key), answers[0].Quote.Lines.Select(line => KeyValuePair.Create(Array.IndexOf(ids, line.ProductId), line.Quantity)).OrderBy(static line => line.Key));
                orders.Add(new()
                {
                    Id = answers[0].OrderId,
                    Key = key,
                    Buyer = buyer,
                    Request = request,
                    Lines = bought,
                    Until = answers[0].ReservedUntil,
                    IsInCart = fromCart,
                });
                model.Accept(orders[^1]);
                if (fromCart && kind != Kind.CheckoutThatDies)
                {
                    foreach (var answer in answers)
                        await test.carts.TakeOutAsync(buyers[buyer], answer.OrderId, answer.Quote.Lines.Select(line => (line.ProductId, line.Quantity)));
                    TakeOut(orders[^1]);
                }
            }
        }

        /// <summary>Null where it can't be bought at all. Only the rules of <see cref="CheckoutRules"/>, in the simplest words.</summary>
        decimal? Total(Dictionary<int, int> bought, bool usesCoupon)
        {
            if (bought.Count == 0 || bought.Keys.Any(product => !sold[product]))
                return null;
            var subtotal = bought.Sum(line => prices[line.Key] * line.Value);
            var goods = subtotal - (usesCoupon ? Cents(subtotal * Percentage / 100) : 0);
            return goods + (bought.Values.Sum() * 500 < 1000 ? 14.90m : 19.99m) + Cents(goods * 0.0725m);
        }

        static decimal Cents(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);

        void TakeOut(Order order)
        {
            order.IsInCart = false;
            foreach (var (product, quantity) in order.Lines)
                if (lines[order.Buyer].TryGetValue(product, out var was) && was > quantity)
                    lines[order.Buyer][product] = was - quantity;
                else
                    lines[order.Buyer].Remove(product);
        }

        async Task<IReadOnlyList<LineRequest>> CartAsync(int buyer) => (await test.carts.ReadAsync(CartOwner.OfUser(buyers[buyer]))).ToRequest();

        async Task<CheckoutRequest> CartRequestAsync(int buyer) =>
            new() { Lines = await CartAsync(buyer), ShippingAddress = CheckoutRules.Address, ShippingMethod = "express" };

        async Task AgreeAsync()
        {
            for (var buyer = 0; buyer < Buyers; buyer++)
            {
                var content = await test.carts.ReadAsync(CartOwner.OfUser(buyers[buyer]));
                Assert.Equal(Sorted(lines[buyer]), content.Lines.Select(static line => (line.ProductId, line.Quantity)).Order());
                Assert.Equal(Sorted(saved[buyer]), content.Saved.Select(static line => (line.ProductId, line.Quantity)).Order());
            }
            var rows = await shop.WithAsync(context => context.ReadAsync(
                new Statement().Append(
                    $"""
                     select p.id, p.stock, (select sum(available) from stock_movements where product_id = p.id), (select sum(on_hand) from stock_movements where product_id = p.id),
                         (select coalesce(sum(line.quantity), 0) from checkouts c, unnest(c.product_ids, c.quantities) line (product_id, quantity) where c.status = 0 and line.product_id = p.id)
                     from products p where p.id = any ({ids})
                     """),
                static reader => (Id: reader.GetGuid(0), Stock: reader.GetInt32(1), Available: reader.GetInt64(2), OnHand: reader.GetInt64(3), Reserved: reader.GetInt64(4)), Cancellation));
            foreach (var row in rows)
            {
                var product = Array.IndexOf(ids, row.Id);
                Assert.Equal(Stock[product], row.Stock);
                Assert.Equal(row.Stock, row.Available);
                Assert.Equal(row.Reserved, row.OnHand - row.Available);
                Assert.Equal(orders.Where(static o => o.Status == CheckoutStatus.Reserved).Sum(o => o.Lines.GetValueOrDefault(product)), row.Reserved);
                Assert.True(row.Stock >= 0 && row.OnHand >= 0, $"{row}");
            }
            foreach (var order in orders)
                Assert.Equal(order.Status, await shop.StatusAsync(order.Id));
        }

        IEnumerable<(Guid, int)> Sorted(Dictionary<int, int> model) => model.Select(line => (ids[line.Key], line.Value)).Order();
    }
}
