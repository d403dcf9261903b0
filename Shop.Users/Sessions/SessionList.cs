using Microsoft.EntityFrameworkCore;
using Shop.Users.Data;

namespace Shop.Users.Sessions;

/// <summary>A device on which somebody is signed in.</summary>
/// <param name="Id">The session; the claim <c>sid</c> of its tokens.</param>
/// <param name="IsCurrent">Whether it is the one that asks.</param>
/// <param name="Browser">As far as it says.</param>
/// <param name="System">As far as it says.</param>
/// <param name="IpAddress">From where it was signed in.</param>
/// <param name="CreatedAt">When it was signed in.</param>
/// <param name="LastSeenAt">When it was last used, to the minute.</param>
/// <param name="ExpiresAt">When it ends unless it is used.</param>
sealed record SessionResponse(
    Guid Id, bool IsCurrent, string? Browser, string? System, string? IpAddress, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt);

sealed class SessionList(UsersContext context, TimeProvider time)
{
    /// <summary>Nobody looks through more; ending all of them ends the others too.</summary>
    const int Most = 100;

    /// <summary>Those that are alive: the one that asks first, then the last used.</summary>
    public async Task<List<SessionResponse>> ReadAsync(Guid userId, Guid? current, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await context.Sessions.AsNoTracking()
            .Where(s => s.UserId == userId && s.RevokedAt == null && s.ExpiresAt > now)
            .OrderByDescending(s => s.Id == current).ThenByDescending(s => s.LastSeenAt)
            .Take(Most)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(s =>
        {
            var (browser, system) = Device.Read(s.UserAgent);
            return new SessionResponse(s.Id, s.Id == current, browser, system, s.IpAddress, s.CreatedAt, s.LastSeenAt, s.ExpiresAt);
        })];
    }
}
