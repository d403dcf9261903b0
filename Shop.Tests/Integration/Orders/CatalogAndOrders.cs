using Shop.Tests.Integration.Checkout;
using Shop.Tests.Servers;
using Xunit;

namespace Shop.Tests.Integration.Orders;

/// <summary>Two processes of Catalog and two of Orders with one broker, of which those of Orders may be killed.</summary>
public sealed class CatalogAndOrders(PostgresServer server) : TwoReplicas(server)
{
    readonly PostgresServer server = server;

    internal ServiceReplica[] Orders { get; private set; } = [];

    public string OrdersDatabase { get; private set; } = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        OrdersDatabase = await server.CreateDatabaseAsync("orders");
        var environment = new Dictionary<string, string>(TokenSettings)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ConnectionStrings__ordersdb"] = OrdersDatabase,
            ["ConnectionStrings__messagingdb"] = Broker,
            ["Payments__Gateway"] = "simulated",
            ["Payments__AllowSimulation"] = "true",
            ["Payments__Key"] = "a key for these tests only",
            ["Payments__WebhookSecret"] = "a secret for these tests only",
            ["Orders__WorkLease"] = "00:00:03",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        Orders = [new("Shop.Orders", environment), new("Shop.Orders", environment)];
        await Task.WhenAll(Orders.Select(replica => replica.StartAsync(TestContext.Current.CancellationToken)));
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var replica in Orders)
            await replica.DisposeAsync();
        await base.DisposeAsync();
    }

    internal Task<T> OrdersScalarAsync<T>(string sql) => ScalarAsync<T>(sql, OrdersDatabase);
}
