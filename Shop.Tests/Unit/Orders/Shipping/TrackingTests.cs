using System.Text;
using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.Orders.Orders;
using Shop.Orders.Shipping;
using Shop.ServiceDefaults.Messaging;
using Xunit;

namespace Shop.Tests.Unit.Orders.Shipping;

/// <summary>What is said of parcels on their way.</summary>
public sealed class TrackingTests(OrdersDatabase orders) : IClassFixture<OrdersDatabase>
{
    static readonly Guid Staff = Guid.NewGuid();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_said_twice_counts_once_and_after_delivery_nothing_does()
    {
        var (order, parcel) = await ShippedAsync();
        orders.Time.Advance(TimeSpan.FromHours(1));
        var (first, last) = (Guid.NewGuid(), Guid.NewGuid());

        Assert.Equal(ShippingOutcome.Done, await TrackAsync(order, parcel, TrackingStatus.InTransit, first));
        Assert.Equal(ShippingOutcome.Done, await TrackAsync(order, parcel, TrackingStatus.InTransit, first));
        Assert.Equal(ShippingOutcome.KeyUsed, await TrackAsync(order, parcel, TrackingStatus.Delivered, first));
        Assert.Equal(ShippingOutcome.Done, await TrackAsync(order, parcel, TrackingStatus.AttemptFailed, Guid.NewGuid()));
        // Five at once, of which one delivers it.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => TrackAsync(order, parcel, TrackingStatus.Delivered, i < 3 ? last : Guid.NewGuid())));
        Assert.All(outcomes, static outcome => Assert.Equal(ShippingOutcome.Done, outcome));
        Assert.Equal(ShippingOutcome.WrongState, await TrackAsync(order, parcel, TrackingStatus.OutForDelivery, Guid.NewGuid()));

        Assert.Equal([TrackingStatus.InTransit, TrackingStatus.AttemptFailed, TrackingStatus.Delivered], await SaidAsync(parcel));
        Assert.Equal(1, await DeliveriesToldAsync(order));
        Assert.Equal(orders.Time.GetUtcNow(), await orders.WithAsync<OrdersContext, DateTimeOffset?>(context => context.Shipments.Where(s => s.Id == parcel).Select(s => s.DeliveredAt).SingleAsync(Cancellation)));
    }

    [Fact]
    public async Task Nothing_is_said_of_anothers_parcel_or_of_the_time_before_it_was_sent()
    {
        var (order, parcel) = await ShippedAsync();
        var (other, _) = await ShippedAsync();

        Assert.Equal(ShippingOutcome.NotFound, await TrackAsync(other, parcel, TrackingStatus.InTransit, Guid.NewGuid()));
        Assert.Equal(ShippingOutcome.NotFound, await TrackAsync(Guid.NewGuid(), parcel, TrackingStatus.InTransit, Guid.NewGuid()));
        Assert.Equal(ShippingOutcome.TooEarly, await TrackAsync(order, parcel, TrackingStatus.InTransit, Guid.NewGuid(), orders.Time.GetUtcNow().AddMinutes(-1)));
        Assert.Empty(await SaidAsync(parcel));
    }

    [Fact]
    public async Task The_simulated_carrier_brings_a_parcel_in_steps_and_goes_on_from_what_staff_say()
    {
        orders.Options.SimulatedDelivery = TimeSpan.FromSeconds(20);
        using var worker = orders.Worker();
        var (_, alone) = await ShippedAsync();
        var (order, helped) = await ShippedAsync();
        await TrackAsync(order, helped, TrackingStatus.OutForDelivery, Guid.NewGuid());

        List<(int Alone, int Helped)> counts = [];
        for (var second = 0; second <= 20; second += 5)
        {
            await worker.RunDueAsync(Cancellation);
            counts.Add(((await SaidAsync(alone)).Count, (await SaidAsync(helped)).Count));
            orders.Time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal([(0, 1), (1, 2), (1, 2), (2, 2), (3, 2)], counts);
        Assert.Equal([TrackingStatus.InTransit, TrackingStatus.OutForDelivery, TrackingStatus.Delivered], await SaidAsync(alone));
        Assert.Equal([TrackingStatus.OutForDelivery, TrackingStatus.Delivered], await SaidAsync(helped));
        orders.Options.SimulatedDelivery = null;
    }

    [Fact]
    public async Task The_simulated_carrier_says_nothing_of_what_the_buyer_has()
    {
        orders.Options.SimulatedDelivery = TimeSpan.FromSeconds(20);
        using var worker = orders.Worker();
        var (order, parcel) = await ShippedAsync();
        var buyer = await orders.WithAsync((OrdersContext context) => context.Orders.Where(o => o.Id == order).Select(o => o.UserId).SingleAsync(Cancellation));
        Assert.Equal(ShippingOutcome.Done, await orders.WithAsync((ShippingDesk desk) => desk.ConfirmAsync(order, buyer, Cancellation)));

        orders.Time.Advance(TimeSpan.FromSeconds(30));
        while (await worker.RunDueAsync(Cancellation) > 0)
        {
        }
        Assert.Empty(await SaidAsync(parcel));
        Assert.Equal(0, await DeliveriesToldAsync(order));
        orders.Options.SimulatedDelivery = null;
    }

    async Task<(Guid Order, Guid Parcel)> ShippedAsync()
    {
        var checkout = orders.Checkout("tok_visa_4242");
        using var worker = orders.Worker();
        await orders.HandleAsync(checkout);
        await worker.RunDueAsync(Cancellation);
        await orders.HandleAsync(new StockConfirmed(checkout.OrderId));
        var parcel = Guid.NewGuid();
        Assert.Equal(ShippingOutcome.Done, await orders.WithAsync((ShippingDesk desk) => desk.ShipAsync(checkout.OrderId, "Pony", "1", new Dictionary<int, int>(), parcel, Staff, Cancellation)));
        return (checkout.OrderId, parcel);
    }

    Task<ShippingOutcome> TrackAsync(Guid order, Guid parcel, TrackingStatus status, Guid key, DateTimeOffset? at = null) =>
        orders.WithAsync((ShippingDesk desk) => desk.TrackAsync(order, parcel, status, "Riga", at ?? orders.Time.GetUtcNow(), key, Staff, Cancellation));

    Task<List<TrackingStatus>> SaidAsync(Guid parcel) => orders.WithAsync((OrdersContext context) =>
        context.Tracking.Where(said => said.ShipmentId == parcel).OrderBy(said => said.Status).Select(said => said.Status).ToListAsync(Cancellation));

    Task<int> DeliveriesToldAsync(Guid order) => orders.WithAsync(async (OrdersContext context) =>
        (await context.Set<OutboxMessage>().Where(static message => message.Name == "shop.order-notice.v1").Select(static message => message.Body).ToListAsync(Cancellation))
            .Select(Encoding.UTF8.GetString).Count(body => body.Contains(order.ToString(), StringComparison.Ordinal) && body.Contains("\"delivered\"", StringComparison.Ordinal)));
}
