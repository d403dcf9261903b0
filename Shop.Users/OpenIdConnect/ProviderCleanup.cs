using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Shop.Users.Data;

namespace Shop.Users.OpenIdConnect;

/// <summary>Takes away what can't be of use any more: tokens and authorizations that have ended, sessions long over, keys that nothing depends on.</summary>
sealed class ProviderCleanup(IServiceScopeFactory scopes, ProviderKeyRing ring, TimeProvider time, ILogger<ProviderCleanup> logger) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>A used refresh token has to be known as such for as long as a thief may bring it.</summary>
    static readonly TimeSpan TokensKept = ProviderLifetimes.RefreshToken;

    /// <summary>A person may look at where they were signed in.</summary>
    static readonly TimeSpan SessionsKept = TimeSpan.FromDays(90);

    /// <summary>Of tries at accounts that there are not: nobody's history, and anybody can make them.</summary>
    static readonly TimeSpan NobodysEventsKept = TimeSpan.FromDays(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!ring.IsReady)
                continue;
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await CleanAsync(scope.ServiceProvider, stoppingToken);
            }
#pragma warning disable CA1031 // Whatever it is, the next hour may be a better one.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.LogWarning("What has ended can't be removed now ({Reason}).", exception.GetBaseException().Message);
            }
        }
    }

    async Task CleanAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await services.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(now - TokensKept, cancellationToken);
        await services.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(now - TokensKept, cancellationToken);
        await services.GetRequiredService<ProviderKeys>().RemoveExpiredAsync(cancellationToken);
        var context = services.GetRequiredService<UsersContext>();
        var (ended, old) = (now - SessionsKept, now - NobodysEventsKept);
        await context.Sessions.Where(session => session.ExpiresAt < ended || session.RevokedAt < ended).ExecuteDeleteAsync(cancellationToken);
        await context.SecurityEvents.Where(happened => happened.UserId == null && happened.At < old).ExecuteDeleteAsync(cancellationToken);
    }
}
