using Aspire.Hosting.Testing;
using Npgsql;
using Xunit;

namespace Shop.Tests.Integration.Orders;

static class GatewayLedger
{
    /// <summary>What the simulated gateway says it has taken for an order and given back, whatever Orders believes.</summary>
    public static async Task<(decimal Captured, decimal Refunded)> GatewayAsync(this ShopApplication shop, Guid order)
    {
        await using var connection = new NpgsqlConnection(await (await shop.StartedAsync()).GetConnectionStringAsync("ordersdb", TestContext.Current.CancellationToken));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(
            "select coalesce(sum(s.captured), 0), coalesce(sum(s.refunded), 0) from payments p join simulated_payments s on s.id = p.provider_id::uuid where p.order_id = $1", connection)
        {
            Parameters = { new() { Value = order } },
        };
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        await reader.ReadAsync(TestContext.Current.CancellationToken);
        return (reader.GetDecimal(0), reader.GetDecimal(1));
    }
}
