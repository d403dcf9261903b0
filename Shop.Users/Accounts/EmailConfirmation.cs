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
    SecurityEvents events, TimeProvider time, IStringLocalizer<Text> text)
{
    /// <summary>Sends the link again; or, where the account is confirmed, the news that it is.</summary>
    /// <returns>What is wrong with what was typed; nothing where it is an address, whoever has it.</returns>
    public async Task<Dictionary<string, string[]>> SendAgainAsync(string? email, CancellationToken cancellationToken)
    {
        if (rules.CheckEmail(email, out var address) is { } error)
            return new() { ["email"] = [error] };
        var normalized = users.NormalizeEmail(address);
        var user = await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == normalized, cancellationToken);
        events.Add(db, AccountEventKinds.ConfirmationRequested, user?.Id);
        if (user is null)
            await mails.RehearseAsync(AccountLetters.ConfirmEmail(AccountLetters.Nobody, await users.ConfirmEmailTokenAsync(AccountLetters.Nobody)));
        else
            await mails.AddAsync(db, user.EmailConfirmed ? AccountLetters.AlreadyRegistered(user) : AccountLetters.ConfirmEmail(user, await users.ConfirmEmailTokenAsync(user)));
        await db.SaveChangesAsync(cancellationToken);
        signal.Set();
        return [];
    }

    /// <summary>The account that a link is for, while the link works.</summary>
    public async Task<User?> FindAsync(Guid userId, string? token, CancellationToken cancellationToken) =>
        await db.Users.SingleOrDefaultAsync(u => u.Id == userId && !u.EmailConfirmed && u.DeletedAt == null, cancellationToken) is { } user
            && await users.IsConfirmEmailTokenAsync(user, token) ? user : null;

    /// <summary>Confirms what <see cref="FindAsync"/> found.</summary>
    public async Task<Dictionary<string, string[]>> ConfirmAsync(User user, string? password, CancellationToken cancellationToken)
    {
        if (await reauthentication.CheckAsync(user, password, cancellationToken) is { } error)
            return new() { ["password"] = [error] };
        user.EmailConfirmed = true;
        user.Renew(time.GetUtcNow());
        events.Add(db, AccountEventKinds.EmailConfirmed, user.Id);
        return await db.TrySaveAsync(cancellationToken) ? [] : new() { [""] = [text["Form.Overtaken"]] };
    }
}
