using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Shop.Web.Clients;
using StackExchange.Redis;

namespace Shop.Web.Sessions;

/// <summary>
/// The sessions as the cookie's handler sees them, which keeps a session's id in the cookie and asks here for the rest. Where Redis is away
/// people are strangers for the moment; their cookies stay, and so they are known again when it is back.
/// </summary>
sealed class SessionStore(SessionTickets tickets, SessionRefresh refresh, ILogger<SessionStore> logger) : ITicketStore
{
    public Task<string> StoreAsync(AuthenticationTicket ticket) => NeedAsync(() => tickets.AddAsync(ticket));

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => FindAsync(key, CancellationToken.None);

    public async Task<AuthenticationTicket?> RetrieveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(key, cancellationToken);
        }
        catch (Exception exception) when (IsAway(exception))
        {
            logger.LogWarning("A session can't be read now: {Reason}", exception.Message);
            httpContext.Features.Set(new UnknownSession());
            return null;
        }
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket) => NeedAsync(async () =>
    {
        await tickets.ReplaceAsync(key, ticket);
        return true;
    });

    public Task RemoveAsync(string key) => NeedAsync(async () =>
    {
        await tickets.RemoveAsync(key);
        return true;
    });

    /// <summary>Where that fails, the session is as it would have been: up to date after the next refresh.</summary>
    public async Task MarkStaleAsync(string key)
    {
        try
        {
            await tickets.MarkStaleAsync(key);
        }
        catch (Exception exception) when (IsAway(exception))
        {
            logger.LogDebug("A session is not marked as stale: {Reason}", exception.Message);
        }
    }

    async Task<AuthenticationTicket?> FindAsync(string id, CancellationToken cancellationToken) =>
        await tickets.ReadAsync(id) is { } ticket ? await refresh.FreshAsync(id, ticket, cancellationToken) : null;

    static async Task<T> NeedAsync<T>(Func<Task<T>> store)
    {
        try
        {
            return await store();
        }
        catch (Exception exception) when (IsAway(exception))
        {
            throw new AccountsUnavailableException($"The store of the sessions did not answer: {exception.Message}", exception);
        }
    }

    static bool IsAway(Exception exception) => exception is RedisException or TimeoutException;
}

/// <summary>On a request with the cookie of a session that can't be looked up now: its person may or may not be signed in.</summary>
sealed class UnknownSession;
