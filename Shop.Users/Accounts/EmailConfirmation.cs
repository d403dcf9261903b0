using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Shop.Users.Data;
using Shop.Users.Mail;
using Shop.Users.Security;

namespace Shop.Users.Accounts;

/// <summary>
/// Confirms the address of a new account. Takes both, the link and the password that the account was made with: who registers with somebody
/// else's address has no link, and who gets a link for an account that a stranger made does not open it to the stranger by clicking.
/// </summary>
sealed class EmailConfirmation(
    UsersContext db, UserManager<User> users, AccountRules rules, Reauthentication reauthentication, MailWriter mails, MailSignal signal,
    SecurityEvents events, EvenPace pace, RateLimits limits, TimeProvider time, IStringLocalizer<Text> text)
{
    /// <summary>Sends the link again; or, where the account is confirmed, the news that it is.</summary>
    /// <returns>Done where it is an address, whoever has it.</returns>
    public async Task<AccountResult> SendAgainAsync(HttpContext http, string? email, CancellationToken cancellationToken)
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
        events.Add(db, AccountEventKinds.ConfirmationRequested, user?.Id);
        if (user is not null)
            await mails.AddAsync(db, user.EmailConfirmed ? AccountLetters.AlreadyRegistered(user) : AccountLetters.ConfirmEmail(user, await users.ConfirmEmailTokenAsync(user)));
        await db.SaveChangesAsync(cancellationToken);
        signal.Set();
    }

    /// <summary>The account that a link is for, while the link works.</summary>
    public async Task<User?> FindAsync(Guid userId, string? token, CancellationToken cancellationToken) =>
        await db.Users.SingleOrDefaultAsync(u => u.Id == userId && !u.EmailConfirmed && u.DeletedAt == null, cancellationToken) is { } user
            && await users.IsConfirmEmailTokenAsync(user, token) ? user : null;

    /// <summary>Confirms what <see cref="FindAsync"/> found.</summary>
    public async Task<AccountResult> ConfirmAsync(User user, string? password, CancellationToken cancellationToken)
    {
        if (await reauthentication.CheckAsync(user, password, cancellationToken) is { } error)
            return AccountResult.Wrong("password", error);
        user.EmailConfirmed = true;
        user.Renew(time.GetUtcNow());
        events.Add(db, AccountEventKinds.EmailConfirmed, user.Id);
        return await db.TrySaveAsync(cancellationToken) ? AccountResult.Done : AccountResult.Wrong("", text["Form.Overtaken"]);
    }
}
