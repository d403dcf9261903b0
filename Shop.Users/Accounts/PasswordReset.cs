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
    SecurityEvents events, IStringLocalizer<Text> text)
{
    /// <returns>What is wrong with what was typed; nothing where it is an address, whoever has it.</returns>
    public async Task<Dictionary<string, string[]>> RequestAsync(string? email, CancellationToken cancellationToken)
    {
        if (rules.CheckEmail(email, out var address) is { } error)
            return new() { ["email"] = [error] };
        var normalized = users.NormalizeEmail(address);
        var user = await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == normalized, cancellationToken);
        events.Add(db, AccountEventKinds.PasswordResetRequested, user?.Id);
        if (user is null)
            await mails.RehearseAsync(AccountLetters.ResetPassword(AccountLetters.Nobody, await users.ResetPasswordTokenAsync(AccountLetters.Nobody)));
        else
            await mails.AddAsync(db, AccountLetters.ResetPassword(user, await users.ResetPasswordTokenAsync(user)));
        await db.SaveChangesAsync(cancellationToken);
        signal.Set();
        return [];
    }

    /// <summary>The account that a link is for, while the link works.</summary>
    public async Task<User?> FindAsync(Guid userId, string? token, CancellationToken cancellationToken) =>
        await db.Users.SingleOrDefaultAsync(u => u.Id == userId && u.DeletedAt == null, cancellationToken) is { } user
            && await users.IsResetPasswordTokenAsync(user, token) ? user : null;

    /// <summary>
    /// For what <see cref="FindAsync"/> found. Who got the link has the address, so it is confirmed too. All sessions end: somebody else may have
    /// begun them. Two-factor stays as it is.
    /// </summary>
    public async Task<Dictionary<string, string[]>> ResetAsync(User user, string? password, CancellationToken cancellationToken)
    {
        if (rules.CheckPassword(password, user.Email, user.DisplayName) is { } error)
            return new() { ["password"] = [error] };
        return await passwords.ReplaceAsync(user, password!, AccountEventKinds.PasswordReset, exceptSession: null, cancellationToken)
            ? [] : new() { [""] = [text["Form.Overtaken"]] };
    }
}
