using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Shop.Users.Data;
using Shop.Users.Mail;
using Shop.Users.Security;

namespace Shop.Users.Accounts;

/// <summary>Another address for an account: asked for with the password, done by a link that goes to the new address, and told to the old one.</summary>
sealed class EmailChange(
    UsersContext db, UserManager<User> users, AccountRules rules, Reauthentication reauthentication, MailWriter mails, MailSignal signal,
    SecurityEvents events, EvenPace pace, RateLimits limits, TimeProvider time, IStringLocalizer<Text> text)
{
    /// <returns>Done where a mail is on its way, to whoever has the address.</returns>
    public async Task<AccountResult> RequestAsync(HttpContext http, User user, string? email, string? password, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        if (rules.CheckEmail(email, out var address) is { } wrong)
            errors["email"] = [wrong];
        else if (users.NormalizeEmail(address) == user.NormalizedEmail && address == user.Email)
            errors["email"] = [text["Email.Same"]];
        if ((errors.Count == 0 || string.IsNullOrEmpty(password)) && await reauthentication.CheckAsync(user, password, cancellationToken) is { } refused)
            errors["password"] = [refused];
        if (errors.Count > 0)
            return new(errors);
        // Counted for the address that would get the mail, whoever asks.
        if (await limits.TryAsync(http, RateLimited.Mail, users.NormalizeEmail(address), cancellationToken) is { IsAllowed: false } tooMany)
            return AccountResult.TooMany(tooMany);

        await pace.RunAsync(() => SendAsync(user, address, cancellationToken), cancellationToken);
        return AccountResult.Done;
    }

    async Task SendAsync(User user, string email, CancellationToken cancellationToken)
    {
        var owner = await FindOwnerAsync(user, email, cancellationToken);
        events.Add(db, AccountEventKinds.EmailChangeRequested, user.Id);
        await mails.AddAsync(db, owner is { EmailConfirmed: true }
            ? AccountLetters.EmailTaken(owner)
            : AccountLetters.ConfirmNewEmail(user, email, await users.ChangeEmailTokenAsync(user, email)));
        await db.SaveChangesAsync(cancellationToken);
        signal.Set();
    }

    /// <summary>The account that a link is for, while the link works.</summary>
    public async Task<User?> FindAsync(Guid userId, string? email, string? token, CancellationToken cancellationToken) =>
        email is not null
            && await db.Users.SingleOrDefaultAsync(u => u.Id == userId && u.DeletedAt == null, cancellationToken) is { } user
            && await users.IsChangeEmailTokenAsync(user, email, token) ? user : null;

    /// <summary>Gives what <see cref="FindAsync"/> found its new address. False where somebody else has it by now, or the account has changed.</summary>
    public async Task<bool> ConfirmAsync(User user, string email, CancellationToken cancellationToken)
    {
        var oldEmail = user.Email!;
        // Whoever registered with the address and never confirmed it does not read its mail, as is shown by who does.
        if (await FindOwnerAsync(user, email, cancellationToken) is { } owner)
        {
            if (owner.EmailConfirmed)
                return false;
            db.Users.Remove(owner);
        }
        user.Email = user.UserName = email;
        (user.NormalizedEmail, user.NormalizedUserName) = (users.NormalizeEmail(email), users.NormalizeName(email));
        user.EmailConfirmed = true;
        var now = time.GetUtcNow();
        user.Renew(now);
        events.Add(db, AccountEventKinds.EmailChanged, user.Id);
        await mails.AddAsync(db, AccountLetters.EmailChanged(user, oldEmail, now));
        if (!await db.TrySaveAsync(cancellationToken))
            return false;
        signal.Set();
        return true;
    }

    Task<User?> FindOwnerAsync(User user, string email, CancellationToken cancellationToken)
    {
        var normalized = users.NormalizeEmail(email);
        return db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == normalized && u.Id != user.Id, cancellationToken);
    }
}
