using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shop.ServiceDefaults.Auth;
using Shop.Tests.Servers;
using Shop.Users.Accounts;
using Shop.Users.Administration;
using Shop.Users.Data;
using Xunit;

namespace Shop.Tests.Unit.Users.Administration;

/// <summary>With a database of its own, since elsewhere there are always other admins.</summary>
public sealed class LastAdminTests(PostgresServer postgres)
{
    private const string Password = "nineteen horses graze";

    private static readonly HashSet<string> s_customer = [Roles.Customer];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_last_admin_can_neither_step_down_nor_lock_themselves()
    {
        await using var services = await StartAsync();
        var admin = await AddAsync(services);

        Assert.Equal(UserChange.LastAdmin, await services.WithAsync<UserChanges, UserChange>(changes => changes.SetRolesAsync(admin, admin, s_customer, Cancellation)));
        Assert.Equal(UserChange.LastAdmin, await services.WithAsync<UserChanges, UserChange>(changes => changes.LockAsync(admin, admin, Cancellation)));

        var second = await AddAsync(services);
        Assert.Equal(UserChange.Done, await services.WithAsync<UserChanges, UserChange>(changes => changes.LockAsync(admin, second, Cancellation)));
        // One who is locked runs nothing.
        Assert.Equal(UserChange.LastAdmin, await services.WithAsync<UserChanges, UserChange>(changes => changes.SetRolesAsync(admin, admin, s_customer, Cancellation)));
        Assert.Equal(UserChange.Done, await services.WithAsync<UserChanges, UserChange>(changes => changes.UnlockAsync(admin, second, Cancellation)));
        Assert.Equal(UserChange.Done, await services.WithAsync<UserChanges, UserChange>(changes => changes.SetRolesAsync(admin, admin, s_customer, Cancellation)));
        Assert.Equal(1, await AdminsAsync(services));
    }

    [Fact]
    public async Task The_last_admin_can_not_leave_either()
    {
        await using var services = await StartAsync();
        var admin = await AddAsync(services);

        Assert.Single(await DeleteAsync(services, admin));
        Assert.Equal(1, await AdminsAsync(services));

        await AddAsync(services);
        Assert.Empty(await DeleteAsync(services, admin));
        Assert.Equal(1, await AdminsAsync(services));
    }

    [Fact]
    public async Task Of_admins_who_turn_against_each_other_at_once_one_stays()
    {
        await using var services = await StartAsync();
        var admins = new List<Guid>();
        for (var i = 0; i < 4; i++)
            admins.Add(await AddAsync(services));

        var outcomes = await Task.WhenAll(
            from actor in admins
            from user in admins
            select (actor.CompareTo(user) < 0
                ? services.WithAsync<UserChanges, UserChange>(changes => changes.LockAsync(actor, user, Cancellation))
                : services.WithAsync<UserChanges, UserChange>(changes => changes.SetRolesAsync(actor, user, s_customer, Cancellation))));

        Assert.Equal(1, await AdminsAsync(services));
        Assert.All(outcomes, static outcome => Assert.NotEqual(UserChange.Missing, outcome));
    }

    private static async Task<string[]> DeleteAsync(UsersServices services, Guid admin)
    {
        await using var scope = services.Services.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<UsersContext>().Users.SingleAsync(user => user.Id == admin, Cancellation);
        var result = await scope.ServiceProvider.GetRequiredService<AccountDeletion>().DeleteAsync(user, Password, Cancellation);
        return [.. result.Errors.Values.SelectMany(static errors => errors)];
    }

    private static async Task<Guid> AddAsync(UsersServices services)
    {
        var id = Guid.CreateVersion7();
        await services.WithAsync<UsersContext>(async context =>
        {
            var user = new User { Id = id, DisplayName = "Admin", UserName = $"{id}", NormalizedUserName = $"{id}", Email = $"{id}@example.com", NormalizedEmail = $"{id}@EXAMPLE.COM", Language = "en", SecurityStamp = "a stamp" };
            user.PasswordHash = new PasswordHasher<User>().HashPassword(user, Password);
            context.Users.Add(user);
            context.UserRoles.Add(new() { UserId = id, RoleId = await context.Roles.Where(static role => role.Name == Roles.Admin).Select(static role => role.Id).SingleAsync(Cancellation) });
            await context.SaveChangesAsync(Cancellation);
        });
        return id;
    }

    private static Task<int> AdminsAsync(UsersServices services) => services.WithAsync<UsersContext, int>(static context => context.Users.CountAsync(
        user => user.LockoutEnd == null && context.UserRoles.Any(owned => owned.UserId == user.Id && context.Roles.Any(role => role.Id == owned.RoleId && role.Name == Roles.Admin)), Cancellation));

    private async Task<UsersServices> StartAsync()
    {
        var services = await UsersServices.BuildAsync(await postgres.CreateDatabaseAsync());
        await services.WithAsync<UsersContext>(static context =>
        {
            context.Roles.AddRange(Roles.All.Select(static name => new IdentityRole<Guid>(name) { Id = Guid.CreateVersion7(), NormalizedName = name.ToUpperInvariant() }));
            return context.SaveChangesAsync(Cancellation);
        });
        return services;
    }
}
