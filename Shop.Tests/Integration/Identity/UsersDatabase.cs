using Aspire.Hosting.Testing;
using Microsoft.EntityFrameworkCore;
using Shop.Users.Data;
using Xunit;

namespace Shop.Tests.Integration.Identity;

/// <summary>The database of the running Users, for what a test has to see or to set up and no page or interface does.</summary>
static class UsersDatabase
{
    internal static async Task<T> WithUsersAsync<T>(this ShopApplication shop, Func<UsersContext, Task<T>> use)
    {
        var connection = await (await shop.StartedAsync()).GetConnectionStringAsync("usersdb", TestContext.Current.CancellationToken);
        await using var context = new UsersContext(new DbContextOptionsBuilder<UsersContext>().UseNpgsql(connection).Options);
        return await use(context);
    }

    /// <summary>What the audit log tells of a person, in order of the alphabet.</summary>
    internal static Task<string[]> EventsAsync(this ShopApplication shop, Guid userId) => shop.WithUsersAsync(context =>
        context.SecurityEvents.Where(e => e.UserId == userId).Select(e => e.Kind).OrderBy(kind => kind).ToArrayAsync(TestContext.Current.CancellationToken));
}
