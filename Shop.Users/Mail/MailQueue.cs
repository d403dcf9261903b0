using Microsoft.EntityFrameworkCore;
using Shop.Users.Data;

namespace Shop.Users.Mail;

/// <summary>
/// The rows of <c>outgoing_mails</c> as a queue. A claim moves the next attempt into the future and is committed before anything is sent: no
/// transaction is open while a mail server thinks, and what a dead process held comes back when its time is up. Between sending and
/// noting it a process may die, and then the mail goes out again with the same Message-Id: at least once, not exactly once.
/// </summary>
sealed class MailQueue(UsersContext db, IHostEnvironment environment, TimeProvider time)
{
    /// <summary>How long a claim holds. Whoever claims stops sending well before.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>What can't be delivered for so long never will be, and its links have ended.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    const int BatchSize = 20;

    static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>The mails that are due, the oldest first; another replica gets others.</summary>
    public Task<List<OutgoingMail>> ClaimAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var until = now + Lease;
        return db.OutgoingMails.FromSql(
            $"""
            update users.outgoing_mails set next_attempt_at = {until}, attempts = attempts + 1
            where id in (
                select id from users.outgoing_mails where next_attempt_at <= {now}
                order by next_attempt_at limit {BatchSize} for update skip locked)
            returning *
            """).AsNoTracking().ToListAsync(cancellationToken);
    }

    /// <summary>When the next one is due; null where none waits.</summary>
    public Task<DateTimeOffset?> NextAsync(CancellationToken cancellationToken) =>
        db.OutgoingMails.MinAsync(mail => mail.NextAttemptAt, cancellationToken);

    public Task SentAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return DoneAsync(mail, now, null, cancellationToken);
    }

    /// <summary>Never to be tried again.</summary>
    public Task GiveUpAsync(OutgoingMail mail, string error, CancellationToken cancellationToken) => DoneAsync(mail, null, error, cancellationToken);

    public Task RetryAsync(OutgoingMail mail, string error, CancellationToken cancellationToken)
    {
        var next = time.GetUtcNow() + PauseAfter(mail.Attempts, Random.Shared.NextDouble());
        var shortened = Shorten(error);
        return Claimed(mail).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.NextAttemptAt, next).SetProperty(m => m.LastError, shortened), cancellationToken);
    }

    /// <summary>Gives back what was claimed and not tried.</summary>
    public Task ReleaseAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return Claimed(mail).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.NextAttemptAt, now).SetProperty(m => m.Attempts, m => m.Attempts - 1), cancellationToken);
    }

    public bool IsTooOld(OutgoingMail mail) => time.GetUtcNow() - mail.CreatedAt > Patience;

    /// <summary>A second, then twice as long each time up to ten minutes, and a fifth more or less, so that not all come at once.</summary>
    public static TimeSpan PauseAfter(int attempts, double random)
    {
        var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Clamp(attempts - 1, 0, 20)));
        return (pause < LongestPause ? pause : LongestPause) * (0.8 + 0.4 * random);
    }

    Task<int> DoneAsync(OutgoingMail mail, DateTimeOffset? sentAt, string? error, CancellationToken cancellationToken)
    {
        var shortened = Shorten(error);
        return environment.IsDevelopment()
            ? Claimed(mail).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.NextAttemptAt, (DateTimeOffset?)null).SetProperty(m => m.SentAt, sentAt).SetProperty(m => m.LastError, shortened), cancellationToken)
            : Claimed(mail).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>As long as nobody else has claimed it since.</summary>
    IQueryable<OutgoingMail> Claimed(OutgoingMail mail) => db.OutgoingMails.Where(m => m.Id == mail.Id && m.Attempts == mail.Attempts);

    static string? Shorten(string? error) => error is { Length: > OutgoingMail.ErrorLength } ? error[..OutgoingMail.ErrorLength] : error;
}
