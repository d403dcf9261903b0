using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using Shop.Users.Data;
using Shop.Users.Security;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Shop.Users.Sessions;

/// <summary>
/// Sessions end as a whole: the cookie is refused at its next request, and the authorizations that came from it are revoked, so that no client
/// can refresh its tokens.
/// </summary>
sealed class UserSessions(UsersContext context, SessionStates states, SecurityEvents events, TimeProvider time)
{
    /// <summary>It is not worth a write at each request.</summary>
    static readonly TimeSpan SeenPrecision = TimeSpan.FromMinutes(1);

    /// <summary>Notes that the session is being used.</summary>
    /// <returns>Null where it has ended, or there never was one.</returns>
    public async Task<SessionState?> SeeAsync(Guid id, CancellationToken cancellationToken)
    {
        if (states.TryGet(id, out var state))
            return state;
        var now = time.GetUtcNow();
        var session = await context.Sessions.AsNoTracking()
            .Where(s => s.Id == id && s.RevokedAt == null && s.ExpiresAt > now)
            // Whoever was signing in while an admin locked the account has a session that the lock did not see.
            .Join(context.Users.Where(static u => u.DeletedAt == null && u.LockoutEnd != DateTimeOffset.MaxValue), static s => s.UserId, static u => u.Id, static (s, u) => new { s.UserId, s.ExpiresAt, s.LastSeenAt, s.IsPersistent, u.Language })
            .SingleOrDefaultAsync(cancellationToken);
        state = session is null ? null : new(session.UserId, session.ExpiresAt, session.IsPersistent, session.Language);
        if (session is not null && now - session.LastSeenAt > SeenPrecision)
        {
            var expiresAt = now + SessionLifetimes.Of(session.IsPersistent);
            // Guarded, since it may end meanwhile.
            await context.Sessions.Where(s => s.Id == id && s.RevokedAt == null)
                .ExecuteUpdateAsync(s => s.SetProperty(p => p.LastSeenAt, now).SetProperty(p => p.ExpiresAt, expiresAt), cancellationToken);
        }
        states.Keep(id, state);
        return state;
    }

    /// <summary>The person signs out of it.</summary>
    public Task<bool> EndAsync(Guid userId, Guid sessionId, CancellationToken cancellationToken) =>
        RevokeAsync(userId, sessionId, SecurityEventKinds.SignedOut, null, cancellationToken);

    /// <summary>The person, or an admin, ends one from elsewhere.</summary>
    /// <returns>False where the person has no such session, or it has ended already.</returns>
    public Task<bool> RevokeAsync(Guid userId, Guid sessionId, Guid? actorId, CancellationToken cancellationToken) =>
        RevokeAsync(userId, sessionId, SecurityEventKinds.SessionRevoked, actorId, cancellationToken);

    /// <summary>All of a person's, but for one that they may keep: on a new password, on signing out everywhere, on an admin's lock.</summary>
    /// <returns>How many ended.</returns>
    public async Task<int> RevokeAllAsync(Guid userId, Guid? except, Guid? actorId, CancellationToken cancellationToken)
    {
        var (now, subject, kept) = (time.GetUtcNow(), userId.ToString(), except?.ToString());
        var ended = await InTransactionAsync(async () =>
        {
            var count = await context.Sessions.Where(s => s.UserId == userId && s.RevokedAt == null && s.Id != except)
                .ExecuteUpdateAsync(s => s.SetProperty(p => p.RevokedAt, now), cancellationToken);
            await RevokeAsync(Authorizations.Where(a => a.Subject == subject && (kept == null || !a.Properties!.Contains(kept))), cancellationToken);
            if (count > 0)
                events.Add(context, SecurityEventKinds.SessionsRevoked, userId, actorId, $"{count}");
            return count;
        }, cancellationToken);
        states.ForgetAll();
        return ended;
    }

    /// <summary>One client's part of a session, whose tokens can no longer be trusted.</summary>
    public Task RevokeAuthorizationAsync(Guid authorizationId, Guid userId, CancellationToken cancellationToken) => InTransactionAsync(async () =>
    {
        if (await RevokeAsync(Authorizations.Where(a => a.Id == authorizationId), cancellationToken) > 0)
            events.Add(context, SecurityEventKinds.TokenReused, userId);
        return true;
    }, cancellationToken);

    async Task<bool> RevokeAsync(Guid userId, Guid sessionId, string kind, Guid? actorId, CancellationToken cancellationToken)
    {
        var (now, subject, name) = (time.GetUtcNow(), userId.ToString(), sessionId.ToString());
        var ended = await InTransactionAsync(async () =>
        {
            var count = await context.Sessions.Where(s => s.Id == sessionId && s.UserId == userId && s.RevokedAt == null)
                .ExecuteUpdateAsync(s => s.SetProperty(p => p.RevokedAt, now), cancellationToken);
            // The properties are JSON, and hold nothing but the session's id.
            await RevokeAsync(Authorizations.Where(a => a.Subject == subject && a.Properties!.Contains(name)), cancellationToken);
            if (count > 0)
                events.Add(context, kind, userId, actorId);
            return count;
        }, cancellationToken);
        states.Forget(sessionId);
        return ended > 0;
    }

    IQueryable<OpenIddictEntityFrameworkCoreAuthorization<Guid>> Authorizations =>
        context.Set<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().Where(static a => a.Status == Statuses.Valid);

    static Task<int> RevokeAsync(IQueryable<OpenIddictEntityFrameworkCoreAuthorization<Guid>> authorizations, CancellationToken cancellationToken) =>
        authorizations.ExecuteUpdateAsync(static a => a.SetProperty(p => p.Status, Statuses.Revoked), cancellationToken);

    Task<T> InTransactionAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken)
    {
        // Within somebody's transaction, such as that of a new password, it ends with theirs.
        if (context.Database.CurrentTransaction is not null)
            return SaveAsync();
        return context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var result = await SaveAsync();
            await transaction.CommitAsync(cancellationToken);
            return result;
        });

        async Task<T> SaveAsync()
        {
            var result = await change();
            await context.SaveChangesAsync(cancellationToken);
            return result;
        }
    }
}
