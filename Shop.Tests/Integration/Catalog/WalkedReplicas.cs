using Shop.Tests.Integration.Cart;
using Shop.Tests.Servers;

namespace Shop.Tests.Integration.Catalog;

/// <summary>Replicas of Catalog that tell of their operations, on a database of their own: what is walked through here may be changed.</summary>
public sealed class WalkedReplicas(PostgresServer server) : ReplicasWithRedis(server)
{
    protected override string EnvironmentName => "Development";
}
