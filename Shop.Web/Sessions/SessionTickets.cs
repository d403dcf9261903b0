using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using StackExchange.Redis;

namespace Shop.Web.Sessions;

/// <summary>
/// The sessions in Redis, one value each, encrypted for its own id: nobody who reads Redis has the tokens, and nobody who writes it can put
/// one person's session in another's place. What fails here fails with Redis' exceptions.
/// </summary>
sealed class SessionTickets(IConnectionMultiplexer redis, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>
    /// A session that nobody uses for so long is over, as is the one at Users; unless the person asked to stay signed in: then it lasts to
    /// its own end.
    /// </summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(8);

    /// <summary>Not every read writes: a session's end is put off once so much of its time is gone.</summary>
    static readonly TimeSpan SlideAfter = TimeSpan.FromMinutes(5);

    const int IdBytes = 32;

    IDatabase Database => redis.GetDatabase();

    /// <returns>The id of the new session.</returns>
    public async Task<string> AddAsync(AuthenticationTicket ticket)
    {
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        await Database.StringSetAsync(Key(id), Seal(id, ticket), Remaining(ticket));
        return id;
    }

    /// <summary>Null where there is no such session, or none that can be read; else it lives on for its idle time.</summary>
    public async Task<AuthenticationTicket?> ReadAsync(string id)
    {
        var stored = await Database.StringGetWithExpiryAsync(Key(id));
        if (Open(id, stored.Value) is not { } ticket)
            return null;
        var remaining = Remaining(ticket);
        if (stored.Expiry < remaining - SlideAfter)
            await Database.KeyExpireAsync(Key(id), remaining, CommandFlags.FireAndForget);
        return ticket;
    }

    /// <summary>Only where the session is still there.</summary>
    public Task ReplaceAsync(string id, AuthenticationTicket ticket) =>
        Database.StringSetAsync(Key(id), Seal(id, ticket), Remaining(ticket), When.Exists);

    /// <summary>Only where <paramref name="holder"/> still has the lock, and the session has not been ended meanwhile.</summary>
    public Task<bool> ReplaceAsync(string id, AuthenticationTicket ticket, RedisValue holder)
    {
        var transaction = Database.CreateTransaction();
        transaction.AddCondition(Condition.StringEqual(LockKey(id), holder));
        transaction.AddCondition(Condition.KeyExists(Key(id)));
        _ = transaction.StringSetAsync(Key(id), Seal(id, ticket), Remaining(ticket));
        return transaction.ExecuteAsync();
    }

    /// <summary>
    /// Lets the next reader wait for a refresh, whatever is left of the access token. Where the session is changed meanwhile, it is a refresh
    /// that does so, or an end: either is news enough.
    /// </summary>
    public async Task MarkStaleAsync(string id)
    {
        var stored = await Database.StringGetAsync(Key(id));
        if (Open(id, stored) is not { } ticket)
            return;
        ticket.Properties.MarkStale();
        var transaction = Database.CreateTransaction();
#pragma warning disable SER301 // The one command that does the same needs Redis 8.4.
        transaction.AddCondition(Condition.StringEqual(Key(id), stored));
#pragma warning restore SER301
        _ = transaction.StringSetAsync(Key(id), Seal(id, ticket), Remaining(ticket));
        await transaction.ExecuteAsync();
    }

    public Task RemoveAsync(string id) => Database.KeyDeleteAsync(Key(id));

    /// <summary>Takes the right to refresh a session's tokens, which ends by itself: whoever has it may die.</summary>
    public Task<bool> TryLockAsync(string id, RedisValue holder, TimeSpan lease) => Database.LockTakeAsync(LockKey(id), holder, lease);

    public Task UnlockAsync(string id, RedisValue holder) => Database.LockReleaseAsync(LockKey(id), holder);

    /// <summary>Both keys of a session lie in one slot of a cluster, since a transaction needs both.</summary>
    static RedisKey Key(string id) => $"web:{{{id}}}:session";

    static RedisKey LockKey(string id) => $"web:{{{id}}}:refresh";

    TimeSpan Remaining(AuthenticationTicket ticket)
    {
        var idle = ticket.Properties.IsPersistent ? TimeSpan.MaxValue : Idle;
        var end = ticket.Properties.ExpiresUtc - time.GetUtcNow() ?? Idle;
        // Redis takes nothing below a moment, and the handler refuses what is over.
        return new(Math.Max(Math.Min(idle.Ticks, end.Ticks), TimeSpan.TicksPerSecond));
    }

    byte[] Seal(string id, AuthenticationTicket ticket) => Protector(id).Protect(TicketSerializer.Default.Serialize(ticket));

    AuthenticationTicket? Open(string id, byte[]? value)
    {
        if (value is null)
            return null;
        try
        {
            return TicketSerializer.Default.Deserialize(Protector(id).Unprotect(value));
        }
        catch (CryptographicException)
        {
            // The key it was made with is gone, or can't be read now.
            return null;
        }
    }

    IDataProtector Protector(string id) => protection.CreateProtector("Shop.Web.Sessions", id);
}
