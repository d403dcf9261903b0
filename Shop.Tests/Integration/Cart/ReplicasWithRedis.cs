using Shop.Tests.Integration.Checkout;
using Shop.Tests.Servers;
using Shop.Tests.Unit.Integrations;

namespace Shop.Tests.Integration.Cart;

/// <summary>Two processes of Catalog with a Redis that a test may kill and start again.</summary>
public class ReplicasWithRedis(PostgresServer server) : TwoReplicas(server)
{
    internal RedisProcess Redis { get; } = new();

    protected override string Cache => Redis.ConnectionString + ",abortConnect=false";

    public override ValueTask InitializeAsync()
    {
        Redis.Start();
        return base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Redis.Dispose();
        GC.SuppressFinalize(this);
    }
}
