using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using OpenIddict.EntityFrameworkCore.Models;
using Shop.ServiceDefaults.Localization;
using Shop.Users.Administration;
using Shop.Users.Data;
using Shop.Users.Mail;

namespace Shop.Users.Accounts;

/// <summary>
/// Takes a person out of the shop. The row stays, since orders name its id, and says nothing of them; the address is free again. What happened to
/// the account stays in the audit log, without saying from where.
/// </summary>
sealed class AccountDeletion(
    UsersContext db, Reauthentication reauthentication, Administrators administrators, MailWriter mails, MailSignal signal, TimeProvider time, IStringLocalizer<Text> text)
{
    public async Task<AccountResult> DeleteAsync(User user, string? password, CancellationToken cancellationToken)
    {
        if (await reauthentication.CheckAsync(user, password, cancellationToken) is { } refused)
            return AccountResult.Wrong("password", refused);
        var farewell = await mails.WriteAsync(AccountLetters.AccountDeleted(user, time.GetUtcNow()));
        var outcome = await db.Database.CreateExecutionStrategy().ExecuteAsync(() => DeleteAsync(user.Id, user.ConcurrencyStamp, farewell, cancellationToken));
        if (outcome != Outcome.Deleted)
            return AccountResult.Wrong("", outcome == Outcome.LastAdmin ? text["Delete.LastAdmin"] : text["Form.Overtaken"]);
        signal.Set();
        return AccountResult.Done;
    }

    /// <summary>In one transaction; whatever is read is read in it, so that it may be tried again.</summary>
    async Task<Outcome> DeleteAsync(Guid id, string? concurrencyStamp, OutgoingMail farewell, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == id && u.DeletedAt == null && u.ConcurrencyStamp == concurrencyStamp, cancellationToken) is not { } user)
        {
            // Where the database's answer was lost, this is the second try.
            return await db.Users.AnyAsync(u => u.Id == id && u.DeletedAt != null, cancellationToken) ? Outcome.Deleted : Outcome.Overtaken;
        }
        if (await administrators.ContainAsync(id, cancellationToken))
        {
            await administrators.LockAsync(cancellationToken);
            if (await administrators.IsLastAsync(id, cancellationToken))
                return Outcome.LastAdmin;
        }

        Anonymize(user, now);
        db.OutgoingMails.Add(farewell);
        db.SecurityEvents.Add(new() { UserId = id, Kind = AccountEventKinds.Deleted, At = now });
        await db.SaveChangesAsync(cancellationToken);

        await RemoveAllOfAsync(id, cancellationToken);
        await db.SecurityEvents.Where(e => e.UserId == id).ExecuteUpdateAsync(
            set => set.SetProperty(e => e.IpAddress, (string?)null).SetProperty(e => e.UserAgent, (string?)null).SetProperty(e => e.Details, (string?)null), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Outcome.Deleted;
    }

    enum Outcome
    {
        Deleted,
        Overtaken,
        LastAdmin,
    }

    static void Anonymize(User user, DateTimeOffset now)
    {
        user.UserName = user.NormalizedUserName = $"deleted-{user.Id:N}";
        user.Email = user.NormalizedEmail = null;
        user.EmailConfirmed = false;
        user.DisplayName = "";
        user.PhoneNumber = null;
        user.Birthday = null;
        user.Language = Language.English;
        user.PasswordHash = null;
        user.TwoFactorEnabled = false;
        user.LastTwoFactorStep = null;
        user.LockoutEnd = null;
        user.AccessFailedCount = 0;
        user.DeletedAt = now;
        user.Renew(now);
    }

    async Task RemoveAllOfAsync(Guid id, CancellationToken cancellationToken)
    {
        var subject = id.ToString();
        await db.Set<OpenIddictEntityFrameworkCoreToken<Guid>>().Where(token => token.Subject == subject).ExecuteDeleteAsync(cancellationToken);
        await db.Set<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().Where(authorization => authorization.Subject == subject).ExecuteDeleteAsync(cancellationToken);
        await db.Sessions.Where(session => session.UserId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Addresses.Where(address => address.UserId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Avatars.Where(avatar => avatar.UserId == id).ExecuteDeleteAsync(cancellationToken);
        await db.OutgoingMails.Where(mail => mail.UserId == id).ExecuteDeleteAsync(cancellationToken);
        await db.UserTokens.Where(token => token.UserId == id).ExecuteDeleteAsync(cancellationToken);
        await db.UserClaims.Where(claim => claim.UserId == id).ExecuteDeleteAsync(cancellationToken);
        await db.UserLogins.Where(login => login.UserId == id).ExecuteDeleteAsync(cancellationToken);
        await db.UserRoles.Where(role => role.UserId == id).ExecuteDeleteAsync(cancellationToken);
    }
}
