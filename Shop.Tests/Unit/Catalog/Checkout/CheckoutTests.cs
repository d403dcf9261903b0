using Shop.Catalog.Checkout;
using Shop.Catalog.Seed;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Checkout;

public sealed class CheckoutTests(CheckoutDatabase shop) : IClassFixture<CheckoutDatabase>
{
    [Fact]
    public async Task A_checkout_reserves_its_pieces_and_says_so_once()
    {
        var (first, second) = (await shop.ProductAsync(10), await shop.ProductAsync(5, 7.77m));
        var order = await shop.AcceptedAsync(CheckoutDatabase.Request((first, 3), (second, 5)));
        Assert.Equal((7, 0), (await shop.StockAsync(first), await shop.StockAsync(second)));
        Assert.Equal(["shop.checkout-accepted.v1"], await shop.PublishedAsync(order));
        Assert.Empty(await shop.DiscrepanciesAsync());
    }

    [Fact]
    public async Task Prices_and_stock_that_moved_are_answered_with_the_new_quote_and_change_nothing()
    {
        var (product, user) = (await shop.ProductAsync(5), Guid.NewGuid());
        var request = CheckoutDatabase.Request((product, 3));
        request = request with { ExpectedTotal = await shop.TotalAsync(request, user) };
        await shop.ExecuteAsync($"update products set price = 30 where id = {product}");
        var moved = Assert.IsType<CheckoutOutcome.Moved>(await shop.PlaceAsync(request, user));
        Assert.Equal(90.00m, moved.Quote.Subtotal);

        var tooMany = Assert.IsType<CheckoutOutcome.Moved>(await shop.PlaceAsync(request with { Lines = [new(product, 6)], ExpectedTotal = moved.Quote.Total }, user));
        Assert.Equal(5, Assert.Single(tooMany.Quote.Lines).Available);
        Assert.Equal(5, await shop.StockAsync(product));
        Assert.IsType<CheckoutOutcome.Accepted>(await shop.PlaceAsync(request with { ExpectedTotal = moved.Quote.Total }, user));
    }

    [Fact]
    public async Task What_is_unknown_archived_or_in_another_currency_is_not_sold()
    {
        var (product, archived, foreign) = (await shop.ProductAsync(5), await shop.ProductAsync(5), await shop.ProductAsync(5));
        await shop.ExecuteAsync($"update products set status = 2 where id = {archived}");
        await shop.ExecuteAsync($"update products set currency = 'EUR' where id = {foreign}");
        var invalid = Assert.IsType<CheckoutOutcome.Invalid>(await shop.PlaceAsync(CheckoutDatabase.Request((product, 1), (archived, 1), (Guid.NewGuid(), 1), (foreign, 1)) with { ExpectedTotal = 1 }, Guid.NewGuid()));
        Assert.Equal(["lines[1].productId", "lines[2].productId", "lines[3].productId"], invalid.Errors.Keys);
        Assert.Equal(5, await shop.StockAsync(product));
    }

    [Fact]
    public async Task A_key_has_one_order_and_one_answer_however_many_ask_at_once_and_is_good_for_no_other_body()
    {
        var (product, user) = (await shop.ProductAsync(100), Guid.NewGuid());
        var request = CheckoutDatabase.Request((product, 2));
        request = request with { ExpectedTotal = await shop.TotalAsync(request, user) };
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => shop.PlaceAsync(request, user, "the key")));
        Assert.Single(outcomes.Select(outcome => Assert.IsType<CheckoutOutcome.Accepted>(outcome).Answer.OrderId).Distinct());
        Assert.Equal(98, await shop.StockAsync(product));

        var reused = Assert.IsType<CheckoutOutcome.Invalid>(await shop.PlaceAsync(request with { Lines = [new(product, 1)] }, user, "the key"));
        Assert.Equal(["Idempotency-Key"], reused.Errors.Keys);
        // Somebody else's key is another key.
        Assert.IsType<CheckoutOutcome.Accepted>(await shop.PlaceAsync(request, Guid.NewGuid(), "the key"));
        Assert.Equal(96, await shop.StockAsync(product));
    }

    [Fact]
    public async Task Two_who_want_the_same_products_in_another_order_don_t_wait_in_a_circle()
    {
        Guid[] products = [await shop.ProductAsync(1000), await shop.ProductAsync(1000), await shop.ProductAsync(1000)];
        var orders = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => shop.AcceptedAsync(CheckoutDatabase.Request([.. (i % 2 == 0 ? products : products.Reverse()).Select(product => (product, 1))]))));
        Assert.Equal(60, orders.Distinct().Count());
        Assert.All(await Task.WhenAll(products.Select(shop.StockAsync)), stock => Assert.Equal(940, stock));
        Assert.Empty(await shop.DiscrepanciesAsync());
    }

    [Fact]
    public async Task A_coupon_is_used_as_often_as_it_may_be_and_no_more()
    {
        var product = await shop.ProductAsync(1000);
        var code = await shop.CouponAsync(percentage: 10, mostUses: 7, mostUsesPerUser: 2);
        var (busy, request) = (Guid.NewGuid(), CheckoutDatabase.Request((product, 1)) with { Coupon = code.ToLowerInvariant() });
        request = request with { ExpectedTotal = await shop.TotalAsync(request, busy) };
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => shop.PlaceAsync(request, i < 10 ? busy : Guid.NewGuid())));
        Assert.Equal(7, outcomes.OfType<CheckoutOutcome.Accepted>().Count());
        Assert.True(outcomes.Take(10).OfType<CheckoutOutcome.Accepted>().Count() <= 2);
        Assert.All(outcomes.OfType<CheckoutOutcome.Invalid>(), invalid => Assert.Equal(["coupon"], invalid.Errors.Keys));
        Assert.Equal(7, await shop.UsesAsync(code));
        Assert.Equal(993, await shop.StockAsync(product));
    }

    [Fact]
    public async Task A_coupon_has_its_time_and_its_least_total()
    {
        var (product, now) = (await shop.ProductAsync(10, 20), shop.Time.GetUtcNow());
        foreach (var code in (string[])
            [await shop.CouponAsync(amount: 5, startsAt: now.AddMinutes(1)), await shop.CouponAsync(amount: 5, endsAt: now), await shop.CouponAsync(amount: 5, minimum: 20.01m), "NOSUCH"])
        {
            var invalid = Assert.IsType<CheckoutOutcome.Invalid>(await shop.PlaceAsync(CheckoutDatabase.Request((product, 1)) with { Coupon = code, ExpectedTotal = 1 }, Guid.NewGuid()));
            Assert.Equal(["coupon"], invalid.Errors.Keys);
        }
        await shop.AcceptedAsync(CheckoutDatabase.Request((product, 1)) with { Coupon = await shop.CouponAsync(amount: 5, minimum: 20, endsAt: now.AddMinutes(1)) });
        await shop.AcceptedAsync(CheckoutDatabase.Request((product, 1)) with { Coupon = SeedCoupons.Welcome });
    }
}
