using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shop.Orders;
using Shop.Orders.Orders;
using Xunit;

namespace Shop.Tests.Unit.Orders;

public sealed class OrderChangesTests
{
    [Fact]
    public async Task Who_watches_an_order_that_rests_gets_signs_of_life()
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        using var changes = new OrderChanges(services, new ConfigurationBuilder().Build(), new OrdersOptions { SignOfLife = TimeSpan.FromMilliseconds(20) }, NullLogger<OrderChanges>.Instance);
        var seen = new List<bool>();
        await foreach (var isChanged in changes.WatchAsync(Guid.NewGuid(), TestContext.Current.CancellationToken))
        {
            seen.Add(isChanged);
            if (seen.Count == 4)
                break;
        }
        // The first says how it stands.
        Assert.Equal([true, false, false, false], seen);
    }
}
