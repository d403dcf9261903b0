using Microsoft.EntityFrameworkCore;
using Shop.Users.Data;

namespace Shop.Users.Administration;

sealed class UserQueries(UsersContext context, TimeProvider time)
{
    /// <summary>Newest first: ids are made in the order of time.</summary>
    /// <param name="prefix">Of the e-mail address or the name, in whatever case; empty for all.</param>
    /// <param name="after">The last id of the page before.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<UserPage> ListAsync(string prefix, Guid? after, int limit, CancellationToken cancellationToken)
    {
        var users = context.Users.AsNoTracking().Where(user => user.DeletedAt == null);
        if (prefix.Length > 0)
        {
            // Each has an index for prefixes, and the database takes both.
            var (email, name) = (prefix.ToUpperInvariant(), prefix.ToLowerInvariant());
            users = users.Where(user => user.NormalizedEmail!.StartsWith(email) || EF.Property<string>(user, UsersContext.SearchName).StartsWith(name));
        }
        if (after is not null)
            users = users.Where(user => user.Id < after);
        // One more than shown tells whether there is a next page.
        var rows = await users.OrderByDescending(user => user.Id).Take(limit + 1)
            .Select(user => new
            {
                user.Id,
                user.Email,
                user.EmailConfirmed,
                user.DisplayName,
                user.LockoutEnd,
                user.CreatedAt,
                Roles = context.UserRoles.Where(owned => owned.UserId == user.Id).Join(context.Roles, owned => owned.RoleId, role => role.Id, (_, role) => role.Name!).ToList(),
            })
            .ToListAsync(cancellationToken);
        var items = rows.Take(limit).Select(user => new UserSummary(
            user.Id, user.Email!, user.EmailConfirmed, user.DisplayName, Sorted(user.Roles), user.LockoutEnd == DateTimeOffset.MaxValue, user.CreatedAt)).ToList();
        return new(items, rows.Count > limit ? items[^1].Id.ToString() : null);
    }

    /// <summary>Null where there is no such account, or its owner has left.</summary>
    public async Task<UserDetails?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var found = await context.Users.AsNoTracking().Where(user => user.Id == id && user.DeletedAt == null)
            .Select(user => new
            {
                user.Id,
                user.Email,
                user.EmailConfirmed,
                user.DisplayName,
                user.PhoneNumber,
                user.Language,
                user.LockoutEnd,
                user.TwoFactorEnabled,
                user.CreatedAt,
                Sessions = context.Sessions.Count(session => session.UserId == id && session.RevokedAt == null && session.ExpiresAt > now),
                LastSeenAt = context.Sessions.Where(session => session.UserId == id).Max(session => (DateTimeOffset?)session.LastSeenAt),
                Roles = context.UserRoles.Where(owned => owned.UserId == id).Join(context.Roles, owned => owned.RoleId, role => role.Id, (_, role) => role.Name!).ToList(),
            })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : new(
            found.Id, found.Email!, found.EmailConfirmed, found.DisplayName, found.PhoneNumber, found.Language, Sorted(found.Roles), found.LockoutEnd == DateTimeOffset.MaxValue,
            found.TwoFactorEnabled, found.Sessions, found.LastSeenAt, found.CreatedAt);
    }

    static IReadOnlyList<string> Sorted(List<string> roles) => [.. roles.Order(StringComparer.Ordinal)];
}
