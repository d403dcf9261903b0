using Microsoft.EntityFrameworkCore;
using Shop.Users.Data;

namespace Shop.Users.Profile;

enum ProfileChange
{
    Done,

    /// <summary>Somebody else has changed it since it was read.</summary>
    Stale,

    /// <summary>There is no such account any more.</summary>
    Gone,
}

sealed class UserProfiles(UsersContext context, TimeProvider time)
{
    /// <summary>How often a change is tried that another one of the account crosses, such as a sign-in's.</summary>
    const int Tries = 5;

    /// <summary>Null where there is no such account.</summary>
    public async Task<ProfileResponse?> FindAsync(Guid id, CancellationToken cancellationToken) => (await ReadAsync(id, cancellationToken)).Profile;

    /// <summary>Changes all that a person may change, if the profile is still as <paramref name="isExpected"/> says, or already as it shall be.</summary>
    public async Task<ProfileChange> ChangeAsync(Guid id, CheckedProfile profile, Func<ProfileResponse, bool> isExpected, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            var (current, stamp) = await ReadAsync(id, cancellationToken);
            if (current is null)
                return ProfileChange.Gone;
            // Who sends the same again, since the answer was lost, gets the same answer.
            if (profile == new CheckedProfile(current.DisplayName, current.Phone, current.Birthday, current.Language))
                return ProfileChange.Done;
            if (!isExpected(current))
                return ProfileChange.Stale;
            // The stamp turns with every change of the account's row.
            var (next, now) = (Guid.NewGuid().ToString(), time.GetUtcNow());
            var changed = await context.Users.Where(user => user.Id == id && user.ConcurrencyStamp == stamp)
                .ExecuteUpdateAsync(user => user
                    .SetProperty(u => u.DisplayName, profile.DisplayName)
                    .SetProperty(u => u.PhoneNumber, profile.Phone)
                    .SetProperty(u => u.PhoneNumberConfirmed, u => u.PhoneNumberConfirmed && u.PhoneNumber == profile.Phone)
                    .SetProperty(u => u.Birthday, profile.Birthday)
                    .SetProperty(u => u.Language, profile.Language)
                    .SetProperty(u => u.UpdatedAt, now)
                    .SetProperty(u => u.ConcurrencyStamp, next), cancellationToken);
            if (changed == 1)
                return ProfileChange.Done;
        }
        return ProfileChange.Stale;
    }

    async Task<(ProfileResponse? Profile, string? Stamp)> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = await context.Users.AsNoTracking().Where(user => user.Id == id && user.DeletedAt == null)
            .Select(user => new
            {
                user.Email,
                user.EmailConfirmed,
                user.DisplayName,
                user.PhoneNumber,
                user.Birthday,
                user.Language,
                user.TwoFactorEnabled,
                user.CreatedAt,
                user.ConcurrencyStamp,
                Avatar = context.Avatars.Where(avatar => avatar.UserId == id).Select(avatar => (Guid?)avatar.Id).FirstOrDefault(),
                Roles = context.UserRoles.Where(owned => owned.UserId == id).Join(context.Roles, owned => owned.RoleId, role => role.Id, (_, role) => role.Name!).ToList(),
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return default;
        return (new(
            id, found.Email!, found.EmailConfirmed, found.DisplayName, found.PhoneNumber, found.Birthday, found.Language,
            found.Avatar is { } avatar ? AvatarEndpoints.AddressOf(avatar) : null, [.. found.Roles.Order(StringComparer.Ordinal)], found.TwoFactorEnabled, found.CreatedAt), found.ConcurrencyStamp);
    }
}
