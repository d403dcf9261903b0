using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Shop.ServiceDefaults.Auth;
using Shop.Users.Data;
using Shop.Users.Security;
using Shop.Users.Sessions;

namespace Shop.Users.Administration;

enum UserChange
{
    Done,

    /// <summary>There is no such account, or its owner has left.</summary>
    Missing,

    /// <summary>Nobody would be left to run the shop.</summary>
    LastAdmin,

    /// <summary>Who asks is no admin any more; their token does not know yet.</summary>
    NotAllowed,
}

/// <summary>What admins do to accounts, each together with its entry in the audit log.</summary>
sealed class UserChanges(UsersContext context, Administrators administrators, UserSessions sessions, SecurityEvents events)
{
    /// <summary>What is taken away is gone from the tokens at their next refresh, within five minutes.</summary>
    public Task<UserChange> SetRolesAsync(Guid actorId, Guid userId, IReadOnlySet<string> roles, CancellationToken cancellationToken) =>
        ChangeAsync(actorId, userId, isAdminAfter: roles.Contains(Roles.Admin), async () =>
        {
            var known = await context.Roles.AsNoTracking().ToListAsync(cancellationToken);
            var before = await context.UserRoles.Where(owned => owned.UserId == userId).Select(owned => owned.RoleId).ToListAsync(cancellationToken);
            var after = known.Where(role => roles.Contains(role.Name!)).Select(role => role.Id).ToList();
            if (before.ToHashSet().SetEquals(after))
                return;
            await context.UserRoles.Where(owned => owned.UserId == userId && !after.Contains(owned.RoleId)).ExecuteDeleteAsync(cancellationToken);
            context.UserRoles.AddRange(after.Except(before).Select(role => new IdentityUserRole<Guid> { UserId = userId, RoleId = role }));
            events.Add(context, AdministrationEventKinds.RolesChanged, userId, actorId, string.Join(", ", roles.Order(StringComparer.Ordinal)));
        }, cancellationToken);

    /// <summary>Also signs the person out everywhere.</summary>
    public Task<UserChange> LockAsync(Guid actorId, Guid userId, CancellationToken cancellationToken) =>
        ChangeAsync(actorId, userId, isAdminAfter: false, async () =>
        {
            if (await SetLockAsync(userId, DateTimeOffset.MaxValue, cancellationToken))
                events.Add(context, AdministrationEventKinds.Locked, userId, actorId);
            await sessions.RevokeAllAsync(userId, except: null, actorId, cancellationToken);
        }, cancellationToken);

    public Task<UserChange> UnlockAsync(Guid actorId, Guid userId, CancellationToken cancellationToken) =>
        ChangeAsync(actorId, userId, isAdminAfter: true, async () =>
        {
            if (await SetLockAsync(userId, null, cancellationToken))
                events.Add(context, AdministrationEventKinds.Unlocked, userId, actorId);
        }, cancellationToken);

    /// <summary>Also ends the pause after too many wrong passwords. False where nothing was to be done.</summary>
    async Task<bool> SetLockAsync(Guid userId, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var stamp = Guid.NewGuid().ToString();
        return await context.Users.Where(user => user.Id == userId && user.LockoutEnd != until)
            .ExecuteUpdateAsync(user => user
                .SetProperty(u => u.LockoutEnd, until)
                .SetProperty(u => u.AccessFailedCount, 0)
                .SetProperty(u => u.ConcurrencyStamp, stamp), cancellationToken) == 1;
    }

    Task<UserChange> ChangeAsync(Guid actorId, Guid userId, bool isAdminAfter, Func<Task> change, CancellationToken cancellationToken) =>
        context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            await administrators.LockAsync(cancellationToken);
            if (!await administrators.ContainAsync(actorId, cancellationToken))
                return UserChange.NotAllowed;
            if (!await context.Users.AnyAsync(user => user.Id == userId && user.DeletedAt == null, cancellationToken))
                return UserChange.Missing;
            if (!isAdminAfter && await administrators.IsLastAsync(userId, cancellationToken))
                return UserChange.LastAdmin;
            await change();
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return UserChange.Done;
        });
}

/// <summary>What the audit log tells of admins' doings. The names are data: they stay.</summary>
static class AdministrationEventKinds
{
    public const string RolesChanged = "roles-changed", Locked = "locked-by-admin", Unlocked = "unlocked-by-admin";
}
