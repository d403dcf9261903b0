using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Shop.Users.Data;
using Shop.Users.Mail;
using Shop.Users.Security;

namespace Shop.Users.Accounts;

/// <summary>A new password for who has forgotten the old one, and reads the account's mail.</summary>
sealed class PasswordReset(
    UsersContext db, UserManager<User> users, PasswordWriter passwords, AccountRules rules, MailWriter mails, MailSignal signal,
    SecurityEvents events, EvenPace pace, RateLimits limits, IStringLocalizer<Text> text)
{
    /// <returns>Done where it is an address, whoever has it.</returns>
    public async Task<AccountResult> RequestAsync(HttpContext http, string? email, CancellationToken cancellationToken)
    {
        if (rules.CheckEmail(email, out var address) is { } error)
            return AccountResult.Wrong("email", error);
        var normalized = users.NormalizeEmail(address);
        if (await limits.TryAsync(http, RateLimited.Mail, normalized, cancellationToken) is { IsAllowed: false } refused)
            return AccountResult.TooMany(refused);
        await pace.RunAsync(() => SendAsync(normalized, cancellationToken), cancellationToken);
        return AccountResult.Done;
    }

    async Task SendAsync(string normalizedEmail, CancellationToken cancellationToken)
    {
        var user = await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == normalizedEmail, cancellationToken);
        events.Add(db, AccountEventKinds.PasswordResetRequested, user?.Id);
        if (user is not null)
            await mails.AddAsync(db, AccountLetters.ResetPassword(user, await users.ResetPasswordTokenAsync(user)));
        await db.SaveChangesAsync(cancellationToken);
        signal.Set();
    }

    /// <summary>The account that a link is for, while the link works.</summary>
    public async Task<User?> FindAsync(Guid userId, string? token, CancellationToken cancellationToken) =>
        await db.Users.SingleOrDefaultAsync(u => u.Id == userId && u.DeletedAt == null, cancellationToken) is { } user
            && await users.IsResetPasswordTokenAsync(user, token) ? user : null;

    /// <summary>
    /// For what <see cref="FindAsync"/> found. Who got the link has the address, so it is confirmed too. All sessions end: somebody else may have
    /// begun them. Two-factor stays as it is.
    /// </summary>
    public async Task<AccountResult> ResetAsync(User user, string? password, CancellationToken cancellationToken)
    {
        if (rules.CheckPassword(password, user.Email, user.DisplayName) is { } error)
            return AccountResult.Wrong("password", error);
        return await passwords.ReplaceAsync(user, password!, AccountEventKinds.PasswordReset, exceptSession: null, cancellationToken)
            ? AccountResult.Done : AccountResult.Wrong("", text["Form.Overtaken"]);
    }
}
