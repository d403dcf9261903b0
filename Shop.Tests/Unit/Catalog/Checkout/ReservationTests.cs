using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Checkout;
using Shop.Catalog.Products;
using Shop.Catalog.Reviews;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Checkout;

/// <summary>What becomes of what a checkout holds.</summary>
public sealed class ReservationTests(CheckoutDatabase shop) : IClassFixture<CheckoutDatabase>
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_paid_order_is_sold_once_however_often_it_is_said()
    {
        var (product, other) = (await shop.ProductAsync(10), await shop.ProductAsync(10));
        var order = await shop.AcceptedAsync(CheckoutDatabase.Request((product, 4), (other, 1)));
        await shop.HandleAsync(new OrderPaid(order));
        await shop.HandleAsync(new OrderPaid(order));
        await shop.HandleAsync(new PaymentFailed(order));
        Assert.Equal(6, await shop.StockAsync(product));
        Assert.Equal(CheckoutStatus.Sold, await shop.StatusAsync(order));
        var sale = Assert.Single(await shop.WithAsync(context => context.Set<Sale>().Where(sale => sale.ProductIds.Contains(product)).ToListAsync(Cancellation)));
        Assert.Equal([(product, 4), (other, 1)], sale.ProductIds.Zip(sale.Quantities));
        Assert.Equal([product, other], sale.Paired);
        Assert.Empty(await shop.DiscrepanciesAsync());
    }

    [Fact]
    public async Task Orders_whose_payment_is_told_together_become_what_each_would_have_become_alone()
    {
        var (product, other) = (await shop.ProductAsync(20), await shop.ProductAsync(20));
        var expired = await shop.AcceptedAsync(CheckoutDatabase.Request((product, 1)));
        shop.Time.Advance(shop.Options.ReservationLifetime);
        await shop.ExpireAsync();
        Guid[] held = [.. await Task.WhenAll(Enumerable.Range(1, 3).Select(quantity => shop.AcceptedAsync(CheckoutDatabase.Request((product, quantity), (other, 4 - quantity)))))];
        var (sold, cancelled) = (await shop.AcceptedAsync(CheckoutDatabase.Request((product, 1))), await shop.AcceptedAsync(CheckoutDatabase.Request((other, 5))));
        await shop.HandleAsync(new OrderPaid(sold));
        await shop.HandleAsync(new OrderCancelled(cancelled));

        await shop.HandleAsync([.. ((Guid[])[held[2], expired, held[0], sold, cancelled, held[1], held[0]]).Select(order => new OrderPaid(order))]);
        Assert.Equal((20 - 1 - 6 - 1, 20 - 6), (await shop.StockAsync(product), await shop.StockAsync(other)));
        foreach (var order in (Guid[])[.. held, expired, sold])
            Assert.Equal(CheckoutStatus.Sold, await shop.StatusAsync(order));
        Assert.Equal(CheckoutStatus.Cancelled, await shop.StatusAsync(cancelled));
        Assert.DoesNotContain("shop.stock-confirmed.v1", await shop.PublishedAsync(cancelled));
        Assert.Contains("shop.stock-confirmed.v1", await shop.PublishedAsync(held[1]));
        Assert.Equal(5, await shop.WithAsync(context => context.Set<Sale>().CountAsync(sale => sale.ProductIds.Contains(product), Cancellation)));
        var last = await shop.WithAsync(context => context.Set<Sale>().SingleAsync(sale => sale.ProductIds.Contains(product) && sale.Quantities[0] == 3, Cancellation));
        Assert.Equal([(product, 3), (other, 1)], last.ProductIds.Zip(last.Quantities));
        Assert.Equal([product, other], last.Paired);
        Assert.Empty(await shop.DiscrepanciesAsync());
    }

    [Fact]
    public async Task Nothing_is_sold_where_one_of_those_told_together_is_unknown_so_that_each_is_asked_for_alone()
    {
        var product = await shop.ProductAsync(5);
        var order = await shop.AcceptedAsync(CheckoutDatabase.Request((product, 2)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => shop.HandleAsync(new OrderPaid(order), new OrderPaid(Guid.NewGuid())));
        Assert.Equal(CheckoutStatus.Reserved, await shop.StatusAsync(order));
        Assert.Empty(await shop.DiscrepanciesAsync());
    }

    [Fact]
    public async Task What_is_not_paid_in_time_comes_back_once_though_all_replicas_look()
    {
        var (product, code) = (await shop.ProductAsync(10), await shop.CouponAsync(amount: 1, mostUses: 3));
        Guid[] orders = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => shop.AcceptedAsync(CheckoutDatabase.Request((product, 2)) with { Coupon = code })))];
        shop.Time.Advance(shop.Options.ReservationLifetime - TimeSpan.FromSeconds(1));
        await shop.ExpireAsync();
        Assert.Equal(4, await shop.StockAsync(product));

        shop.Time.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => shop.ExpireAsync()));
        Assert.Equal((10, 0), (await shop.StockAsync(product), await shop.UsesAsync(code)));
        foreach (var order in orders)
            Assert.Equal(["shop.checkout-accepted.v1", "shop.reservation-expired.v1"], (await shop.PublishedAsync(order)).Order());
        Assert.Empty(await shop.DiscrepanciesAsync());
    }

    [Fact]
    public async Task Paid_too_late_it_is_taken_anew_or_said_to_be_short_and_never_negative()
    {
        var (product, code) = (await shop.ProductAsync(3), await shop.CouponAsync(amount: 1, mostUses: 1));
        var (lucky, unlucky) = (await shop.AcceptedAsync(CheckoutDatabase.Request((product, 1)) with { Coupon = code }), await shop.AcceptedAsync(CheckoutDatabase.Request((product, 2))));
        shop.Time.Advance(shop.Options.ReservationLifetime);
        await shop.ExpireAsync();
        // The coupon, which came back, is used by somebody else meanwhile.
        await shop.AcceptedAsync(CheckoutDatabase.Request((product, 1)) with { Coupon = code });

        await shop.HandleAsync(new OrderPaid(lucky));
        await shop.HandleAsync(new OrderPaid(unlucky));
        await shop.HandleAsync(new OrderPaid(unlucky));
        Assert.Equal((CheckoutStatus.Sold, CheckoutStatus.Short), (await shop.StatusAsync(lucky), await shop.StatusAsync(unlucky)));
        Assert.Equal((1, 2), (await shop.StockAsync(product), await shop.UsesAsync(code)));
        Assert.Equal(["shop.checkout-accepted.v1", "shop.reservation-expired.v1", "shop.stock-shortage.v1"], (await shop.PublishedAsync(unlucky)).Order());
        Assert.Empty(await shop.DiscrepanciesAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancelled_order_gives_back_what_it_held_or_had_bought_and_stays_cancelled(bool paid)
    {
        var (product, code) = (await shop.ProductAsync(5), await shop.CouponAsync(percentage: 5));
        var order = await shop.AcceptedAsync(CheckoutDatabase.Request((product, 5)) with { Coupon = code });
        if (paid)
            await shop.HandleAsync(new OrderPaid(order));
        await shop.HandleAsync(new OrderCancelled(order));
        await shop.HandleAsync(new OrderCancelled(order));
        await shop.HandleAsync(new OrderPaid(order));
        Assert.Equal((5, 0, CheckoutStatus.Cancelled), (await shop.StockAsync(product), await shop.UsesAsync(code), await shop.StatusAsync(order)));
        Assert.Empty(await shop.DiscrepanciesAsync());
    }

    [Fact]
    public async Task A_failed_payment_gives_back_and_a_later_one_takes_anew()
    {
        var product = await shop.ProductAsync(5);
        var order = await shop.AcceptedAsync(CheckoutDatabase.Request((product, 2)));
        await shop.HandleAsync(new PaymentFailed(order));
        await shop.HandleAsync(new PaymentFailed(order));
        Assert.Equal(5, await shop.StockAsync(product));
        await shop.HandleAsync(new OrderPaid(order));
        Assert.Equal(3, await shop.StockAsync(product));
        Assert.Empty(await shop.DiscrepanciesAsync());
    }

    [Fact]
    public async Task An_order_that_was_never_checked_out_here_is_an_error() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => shop.HandleAsync(new OrderPaid(Guid.NewGuid())));

    [Fact]
    public async Task A_product_that_was_ordered_can_t_be_deleted()
    {
        var (ordered, never) = (await shop.ProductAsync(5), await shop.ProductAsync(5));
        await shop.AcceptedAsync(CheckoutDatabase.Request((ordered, 1)));
        var error = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => shop.ExecuteAsync($"delete from products where id = {ordered}"));
        Assert.Equal(Npgsql.PostgresErrorCodes.ForeignKeyViolation, error.SqlState);
        await shop.ExecuteAsync($"delete from products where id = {never}");
    }

    [Fact]
    public async Task Reviews_count_by_their_latest_version_in_whatever_order_they_come()
    {
        var (product, first, second) = (await shop.ProductAsync(1), Guid.NewGuid(), Guid.NewGuid());
        ProductReviewed[] messages =
            [new(first, product, 1, 5), new(first, product, 2, 2), new(first, product, 3, 4), new(second, product, 1, 3), new(second, product, 2, null), new(Guid.NewGuid(), product, 1, 1)];
        for (var round = 0; round < 3; round++)
        {
            Random.Shared.Shuffle(messages);
            await Task.WhenAll(messages.Concat(messages.Take(3)).Select(message => shop.HandleAsync(message)));
            var rated = await shop.WithAsync(context => context.Products.AsNoTracking().SingleAsync(p => p.Id == product, Cancellation));
            // 4 of the first, none of the second, which was withdrawn, 1 of the third.
            Assert.Equal((5, 2), (rated.RatingSum, rated.RatingCount));
        }
        await Assert.ThrowsAsync<InvalidOperationException>(() => shop.HandleAsync(new ProductReviewed(Guid.NewGuid(), product, 1, 6)));
    }
}
