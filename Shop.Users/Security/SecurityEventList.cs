using Microsoft.EntityFrameworkCore;
using Shop.Users.Data;
using Shop.Users.Paging;
using Shop.Users.Sessions;

namespace Shop.Users.Security;

/// <summary>Something that happened to the account, or was tried.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Kind">Such as <c>signed-in</c> or <c>password-changed</c>.</param>
/// <param name="At">When.</param>
/// <param name="IsBySomebodyElse">Whether an admin did it.</param>
/// <param name="IpAddress">From where.</param>
/// <param name="Browser">As far as it says.</param>
/// <param name="System">As far as it says.</param>
public sealed record SecurityEventResponse(Guid Id, string Kind, DateTimeOffset At, bool IsBySomebodyElse, string? IpAddress, string? Browser, string? System);

/// <param name="Items">Newest first.</param>
/// <param name="Next">For the parameter <c>after</c>; null on the last page.</param>
public sealed record SecurityEventPage(IReadOnlyList<SecurityEventResponse> Items, string? Next);

sealed class SecurityEventList(UsersContext context)
{
    public async Task<SecurityEventPage> ReadAsync(Guid userId, TimeCursor after, int limit, CancellationToken cancellationToken)
    {
        // One more than shown tells whether there is a next page.
        var rows = await context.SecurityEvents.AsNoTracking()
            .Where(e => e.UserId == userId && EF.Functions.LessThan(ValueTuple.Create(e.At, e.Id), ValueTuple.Create(after.At, after.Id)))
            .OrderByDescending(e => e.At).ThenByDescending(e => e.Id)
            .Take(limit + 1)
            .ToListAsync(cancellationToken);
        var items = rows.Take(limit).Select(e =>
        {
            var isBySomebodyElse = e.ActorId is { } actor && actor != userId;
            // From where an admin did it is the admin's affair.
            var (browser, system) = isBySomebodyElse ? default : Device.Read(e.UserAgent);
            return new SecurityEventResponse(e.Id, e.Kind, e.At, isBySomebodyElse, isBySomebodyElse ? null : e.IpAddress, browser, system);
        }).ToList();
        return new(items, rows.Count > limit ? new TimeCursor(items[^1].At, items[^1].Id).ToString() : null);
    }
}
