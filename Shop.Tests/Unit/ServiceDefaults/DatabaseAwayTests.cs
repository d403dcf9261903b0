using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.ServiceDefaults.Data;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults;

public sealed class DatabaseAwayTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task What_is_said_of_a_database_that_is_away_stops_no_background_work(int retries)
    {
        // Nothing listens on this port, whoever the machine is.
        var options = new DbContextOptionsBuilder<OrdersContext>().UseNpgsql(
            "Host=127.0.0.1;Port=1;Database=none;Username=none;Timeout=1",
            npgsql => _ = retries > 0 ? npgsql.EnableRetryOnFailure(retries, TimeSpan.FromMilliseconds(1), null) : npgsql).Options;
        await using var context = new OrdersContext(options);

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => context.Orders.CountAsync(TestContext.Current.CancellationToken));
        Assert.True(DatabaseAway.Explains(exception), exception.GetType().FullName);
    }
}
