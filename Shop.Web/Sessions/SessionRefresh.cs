using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using Shop.Web.Clients;
using StackExchange.Redis;

namespace Shop.Web.Sessions;

/// <summary>
/// Renews a session's tokens, once however many requests need them: within the process all share one try, and among replicas a lock in
/// Redis lets one ask Users while the others wait for what it stores. Users takes a refresh token once only, and ends the session of one
/// that comes twice; so whoever dies between asking and storing costs that person a sign-in, and nothing worse.
/// </summary>
sealed class SessionRefresh(SessionTickets tickets, TokenClient tokens, SessionPerson person, TimeProvider time, ILogger<SessionRefresh> logger)
{
    /// <summary>So long before the access token ends it is renewed, and nobody waits for that yet.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    /// <summary>After a try that failed a session is left as it is: where Users hangs a visitor waits for it once, not at each page.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Longer than Users has for its answer: while one replica asks, no other one does.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(8);

    static readonly TimeSpan PatienceWithOthers = TimeSpan.FromSeconds(5), Poll = TimeSpan.FromMilliseconds(50);

    readonly ConcurrentDictionary<string, Lazy<Task<Outcome>>> tries = new(StringComparer.Ordinal);

    /// <summary>The ticket with tokens that are good for a while; as it is where they can't be had now; null where the session is over.</summary>
    public async Task<AuthenticationTicket?> FreshAsync(string id, AuthenticationTicket ticket, CancellationToken cancellationToken)
    {
        if (!IsDue(ticket))
            return ticket;
        // Not under the request's token: who leaves first must not spoil it for the others.
        var current = tries.GetOrAdd(id, static (id, refresh) => new(() => Task.Run(() => refresh.TryAsync(id))), this).Value;
        if (!ticket.Properties.IsStale() && ticket.Properties.AccessTokenEnd() > time.GetUtcNow())
            return ticket;
        var outcome = await current.WaitAsync(cancellationToken);
        return outcome.IsKnown ? outcome.Ticket : ticket;
    }

    bool IsDue(AuthenticationTicket ticket) => ticket.Properties.IsStale() || ticket.Properties.AccessTokenEnd() - Ahead <= time.GetUtcNow();

    async Task<Outcome> TryAsync(string id)
    {
        try
        {
            var outcome = new Outcome(true, await RefreshAsync(id));
            tries.TryRemove(id, out _);
            return outcome;
        }
        catch (Exception exception) when (exception is AccountsUnavailableException or RedisException or TimeoutException)
        {
            logger.LogWarning("A session's tokens can't be renewed now: {Reason}", exception.Message);
            _ = ForgetAfterPauseAsync(id);
            return new(false, null);
        }
        catch
        {
            tries.TryRemove(id, out _);
            throw;
        }
    }

    async Task ForgetAfterPauseAsync(string id)
    {
        await Task.Delay(Pause, time);
        tries.TryRemove(id, out _);
    }

    async Task<AuthenticationTicket?> RefreshAsync(string id)
    {
        RedisValue holder = Guid.CreateVersion7().ToString();
        var began = time.GetTimestamp();
        while (!await tickets.TryLockAsync(id, holder, Lease))
        {
            // Another replica is about it. It may also have died, and then its lock ends.
            if (time.GetElapsedTime(began) > PatienceWithOthers)
                throw new TimeoutException("Another replica has been about it for too long.");
            await Task.Delay(Poll, time);
            var ticket = await tickets.ReadAsync(id);
            if (ticket is null || !IsDue(ticket))
                return ticket;
        }
        try
        {
            return await RefreshLockedAsync(id, holder);
        }
        finally
        {
            await ReleaseAsync(id, holder);
        }
    }

    async Task<AuthenticationTicket?> RefreshLockedAsync(string id, RedisValue holder)
    {
        // Anew, since another one may have had the lock before.
        var ticket = await tickets.ReadAsync(id);
        if (ticket is null || !IsDue(ticket))
            return ticket;
        if (ticket.Properties.RefreshToken() is not { } refreshToken || await tokens.RefreshAsync(refreshToken, CancellationToken.None) is not { } answer)
        {
            await tickets.RemoveAsync(id);
            return null;
        }
        var renewed = new AuthenticationTicket(
            await person.RenewAsync(ticket.Principal, answer.IdToken), ticket.Properties.With(answer, time.GetUtcNow()), ticket.AuthenticationScheme);
        // Where that fails somebody has signed out meanwhile, or this process stood still for so long that another one has taken over.
        return await tickets.ReplaceAsync(id, renewed, holder) ? renewed : await tickets.ReadAsync(id);
    }

    async Task ReleaseAsync(string id, RedisValue holder)
    {
        try
        {
            await tickets.UnlockAsync(id, holder);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // It ends by itself.
            logger.LogDebug("A session's lock is left to end: {Reason}", exception.Message);
        }
    }

    /// <param name="IsKnown">False where it could not be found out what has become of the session.</param>
    readonly record struct Outcome(bool IsKnown, AuthenticationTicket? Ticket);
}
