using Microsoft.EntityFrameworkCore;
using Shop.Users.Data;

namespace Shop.Users.Accounts;

/// <summary>
/// Takes away accounts that nobody confirmed: somebody may have registered with an address that is not theirs, and its owner need do nothing
/// about it. Also what the audit log has kept for long enough.
/// </summary>
sealed class AccountCleanup(IServiceProvider services, TimeProvider time, ILogger<AccountCleanup> logger) : BackgroundService
{
    public static readonly TimeSpan UnconfirmedKept = TimeSpan.FromDays(7), EventsKept = TimeSpan.FromDays(400);

    static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await services.DatabaseReadyAsync(stoppingToken);
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = services.CreateAsyncScope();
                await CleanAsync(scope.ServiceProvider.GetRequiredService<UsersContext>(), time.GetUtcNow(), stoppingToken);
            }
#pragma warning disable CA1031 // Whatever it is, the next hour may be a better one.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.LogWarning("Unconfirmed accounts can't be removed now ({Reason}).", exception.GetBaseException().Message);
            }
        }
    }

    /// <summary>Each step for itself: what one leaves, the next hour takes. Nobody has ever signed in to these accounts, so that nothing else hangs on them.</summary>
    internal static async Task CleanAsync(UsersContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (registeredBefore, happenedBefore) = (now - UnconfirmedKept, now - EventsKept);
        var unconfirmed = db.Users.Where(user => !user.EmailConfirmed && user.DeletedAt == null && user.CreatedAt < registeredBefore);
        await db.OutgoingMails.Where(mail => unconfirmed.Any(user => user.Id == mail.UserId)).ExecuteDeleteAsync(cancellationToken);
        await db.SecurityEvents.Where(e => unconfirmed.Any(user => user.Id == e.UserId)).ExecuteDeleteAsync(cancellationToken);
        await unconfirmed.ExecuteDeleteAsync(cancellationToken);
        await db.SecurityEvents.Where(e => e.At < happenedBefore).ExecuteDeleteAsync(cancellationToken);
    }
}
