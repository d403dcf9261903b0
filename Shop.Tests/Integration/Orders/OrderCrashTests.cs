using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Tests.Integration.Checkout;
using Xunit;

namespace Shop.Tests.Integration.Orders;

/// <summary>Replicas of Orders are killed while orders are made and paid. <c>SHOP_CRASH_ROUNDS</c> says how often.</summary>
public sealed class OrderCrashTests(CatalogAndOrders shop) : IClassFixture<CatalogAndOrders>
{
    static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("SHOP_CRASH_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 2;

    const int CheckoutsInARound = 25, Pieces = 100_000;

    static readonly string[] Tokens = ["tok_visa_4242", "tok_declined_0002", "tok_silent_0119", "tok_visa_1111", "tok_twice_1000"];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_checkout_becomes_an_order_and_money_moves_once_whoever_dies()
    {
        var product = await shop.ProductAsync(Pieces, 10);
        var token = shop.Token();
        using var client = shop.Client(0, token);
        var body = await TwoReplicas.BodyAsync(client, (product, 1));
        var (orders, random) = (new Dictionary<Guid, string>(), new Random(17));
        for (var round = 0; round < Rounds; round++)
        {
            var victim = shop.Orders[round % 2];
            var killAt = random.Next(CheckoutsInARound);
            for (var i = 0; i < CheckoutsInARound; i++)
            {
                var card = Tokens[random.Next(Tokens.Length)];
                body["paymentToken"] = card;
                using var answer = await TwoReplicas.PlaceAsync(client, body);
                Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
                orders.Add((await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("orderId").GetGuid(), card);
                if (i == killAt)
                    await victim.KillAsync();
            }
            await victim.StartAsync(Cancellation);
        }

        // All are paid or declined, as their cards say, and nothing is left to do.
        await Eventually.TrueAsync(
            async () => await shop.OrdersScalarAsync<long>("select count(*) from orders where state in (1, 5)") == orders.Count
                && await shop.OrdersScalarAsync<long>("select count(*) from scheduled_work") == 0, Cancellation);
        var declined = orders.Values.Count(card => card.Contains("declined", StringComparison.Ordinal));
        Assert.Equal((long)declined, await shop.OrdersScalarAsync<long>("select count(*) from orders where state = 5"));
        // The gateway has taken just what the paid orders cost, one payment for each.
        Assert.Equal(
            await shop.OrdersScalarAsync<decimal>("select coalesce(sum(total), 0) from orders where state = 1"),
            await shop.OrdersScalarAsync<decimal>("select coalesce(sum(captured - refunded), 0) from simulated_payments"));
        Assert.Equal((long)(orders.Count - declined), await shop.OrdersScalarAsync<long>("select count(*) from simulated_payments where captured > 0"));
        // Each has one history: placed, then paid or declined, once.
        Assert.Equal(2L * orders.Count, await shop.OrdersScalarAsync<long>("select count(*) from order_events"));
        // And Catalog knows: what was paid is sold, what was declined is for sale again.
        await Eventually.TrueAsync(async () => await shop.ScalarAsync<long>("select count(*) from checkouts where status = 0") == 0, Cancellation);
        Assert.Equal(Pieces - (orders.Count - declined), await shop.StockAsync(product));
        await shop.LedgerIsRightAsync();
    }
}
