using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;
using Rebus.Messages;
using Rebus.Serialization;
using Xunit;

namespace Shop.Tests.Integration.Checkout;

/// <summary>A replica is killed in the middle of a stream of checkouts and started again. <c>SHOP_CRASH_ROUNDS</c> says how often.</summary>
public sealed class CheckoutCrashTests(TwoReplicas shop) : IClassFixture<TwoReplicas>
{
    static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("SHOP_CRASH_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 2;

    const int Buyers = 8, AcceptedBetweenCrashes = 60, Pieces = 100_000;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_accepted_reaches_the_broker_once_and_nothing_else_does()
    {
        Guid[] products = [await shop.ProductAsync(Pieces), await shop.ProductAsync(Pieces)];
        var accepted = new ConcurrentDictionary<Guid, byte>();
        using var closing = new CancellationTokenSource();
        var buyers = Enumerable.Range(0, Buyers).Select(_ => BuyAsync(products, accepted, closing.Token)).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var goal = accepted.Count + AcceptedBetweenCrashes;
            await AcceptedAsync(goal);
            var victim = shop.Replicas[round % 2];
            await victim.KillAsync();
            goal = accepted.Count + AcceptedBetweenCrashes / 2;
            await AcceptedAsync(goal);
            await victim.StartAsync(Cancellation);
        }
        await closing.CancelAsync();
        await Task.WhenAll(buyers);

        await Eventually.TrueAsync(async () => await shop.ScalarAsync<long>("select count(*) from outbox_messages") == 0, Cancellation);
        var published = await PublishedAsync();
        // The same message may come twice; its reader knows it by its id. Two messages of one order would be two orders.
        Assert.Equal(published.Select(message => message.Id).Distinct().Count(), published.Select(message => message.Order).Distinct().Count());
        Assert.Equal(accepted.Keys.Order(), published.Select(message => message.Order).Distinct().Order());
        Assert.Equal((long)accepted.Count, await shop.ScalarAsync<long>("select count(*) from checkouts"));
        foreach (var product in products)
            Assert.Equal(Pieces - accepted.Count, await shop.StockAsync(product));
        await shop.LedgerIsRightAsync();

        // A buyer who got what nobody should get is told at once, and not when the others are done.
        async Task AcceptedAsync(int goal)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (accepted.Count < goal)
            {
                await Task.WhenAll(buyers.Where(buyer => buyer.IsCompleted));
                await timer.WaitForNextTickAsync(Cancellation);
            }
        }
    }

    /// <summary>Asks again under the same key, at the other replica, until there is an answer.</summary>
    async Task BuyAsync(Guid[] products, ConcurrentDictionary<Guid, byte> accepted, CancellationToken closing)
    {
        var token = shop.Token();
        using var first = shop.Client(0, token);
        using var second = shop.Client(1, token);
        var body = await TwoReplicas.BodyAsync(first, [.. products.Select(product => (product, 1))]);
        for (var attempt = 0; !closing.IsCancellationRequested;)
        {
            var key = Guid.NewGuid().ToString();
            for (var isAnswered = false; !isAnswered; attempt++)
                try
                {
                    using var answer = await TwoReplicas.PlaceAsync(attempt % 2 == 0 ? first : second, body, key);
                    // Too slow for now, on a machine that does all tests at once.
                    if (answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)
                        continue;
                    Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(Cancellation));
                    accepted.TryAdd((await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("orderId").GetGuid(), 0);
                    isAnswered = true;
                }
                catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException && !Cancellation.IsCancellationRequested)
                {
                    // It was killed. Whether it had accepted, the key will tell.
                }
        }
    }

    async Task<List<(string Id, Guid Order)>> PublishedAsync()
    {
        var headers = new HeaderSerializer();
        await using var connection = new NpgsqlConnection(shop.Broker);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand("select headers, body from messages where recipient = 'orders'", connection);
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var messages = new List<(string, Guid)>();
        while (await reader.ReadAsync(Cancellation))
            messages.Add((headers.Deserialize(reader.GetFieldValue<byte[]>(0))[Headers.MessageId],
                JsonDocument.Parse(Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(1))).RootElement.GetProperty("orderId").GetGuid()));
        return messages;
    }
}
