using Microsoft.EntityFrameworkCore;
using Shop.ServiceDefaults.Auth;
using Shop.Users.Accounts;
using Shop.Users.Data;

namespace Shop.Users.Administration;

/// <summary>Those who run the shop. There is always one, or nobody could ever make another: whoever takes an admin away asks here first.</summary>
sealed class Administrators(UsersContext context)
{
    /// <summary>
    /// Lets one transaction at a time change who is an admin, until it ends: two admins who demote each other at once would each still see the
    /// other. To be called in the transaction of the change.
    /// </summary>
    public Task LockAsync(CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('users.administrators', 0))", cancellationToken);

    /// <summary>Not those who have left or are locked.</summary>
    public Task<bool> ContainAsync(Guid userId, CancellationToken cancellationToken) => All.AnyAsync(user => user.Id == userId, cancellationToken);

    public async Task<bool> IsLastAsync(Guid userId, CancellationToken cancellationToken) =>
        await ContainAsync(userId, cancellationToken) && !await All.AnyAsync(user => user.Id != userId, cancellationToken);

    IQueryable<User> All =>
        from user in context.Users
        where user.DeletedAt == null && user.LockoutEnd != DateTimeOffset.MaxValue
        join owned in context.UserRoles on user.Id equals owned.UserId
        join role in context.Roles on owned.RoleId equals role.Id
        where role.Name == Roles.Admin
        select user;
}
