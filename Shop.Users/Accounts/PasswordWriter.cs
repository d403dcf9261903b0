using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Shop.Users.Accounts.Passwords;
using Shop.Users.Data;
using Shop.Users.Mail;
using Shop.Users.Security;
using Shop.Users.Sessions;
using Shop.Users.SignIn;

namespace Shop.Users.Accounts;

/// <summary>Gives an account another password, and ends what was begun with the old one. The owner is told.</summary>
sealed class PasswordWriter(
    UsersContext db, IPasswordHasher<User> hasher, PasswordHashing hashing, UserSessions sessions, SignInAttempts attempts,
    MailWriter mails, MailSignal signal, SecurityEvents events, TimeProvider time)
{
    /// <param name="user">As it was read, at which it must still be.</param>
    /// <param name="password">That the rules have taken.</param>
    /// <param name="kind">For the audit log.</param>
    /// <param name="exceptSession">That of the browser in which the person is.</param>
    /// <param name="cancellationToken">Of the request.</param>
    /// <returns>False, and nothing changed, where the account has changed meanwhile.</returns>
    public async Task<bool> ReplaceAsync(User user, string password, string kind, Guid? exceptSession, CancellationToken cancellationToken)
    {
        var hash = await hashing.RunAsync(() => Task.FromResult(hasher.HashPassword(user, password)), cancellationToken);
        var letter = await mails.WriteAsync(AccountLetters.PasswordChanged(user, time.GetUtcNow()));
        var isReplaced = await db.Database.CreateExecutionStrategy().ExecuteAsync(
            () => ReplaceAsync(user.Id, user.SecurityStamp, hash, letter, kind, exceptSession, cancellationToken));
        if (isReplaced)
            signal.Set();
        return isReplaced;
    }

    /// <summary>In one transaction; whatever is read is read in it, so that it may be tried again.</summary>
    async Task<bool> ReplaceAsync(Guid id, string? securityStamp, string hash, OutgoingMail letter, string kind, Guid? exceptSession, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Of two links, or two forms, the security stamp lets one through.
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == id && u.SecurityStamp == securityStamp && u.DeletedAt == null, cancellationToken) is not { } user)
            return await db.Users.AnyAsync(u => u.Id == id && u.PasswordHash == hash, cancellationToken);
        user.PasswordHash = hash;
        // Whoever sets a password has shown that the address is theirs: by the link, or by having signed in.
        user.EmailConfirmed = true;
        user.Renew(time.GetUtcNow());
        db.OutgoingMails.Add(letter);
        events.Add(db, kind, id);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
        await sessions.RevokeAllAsync(id, exceptSession, actorId: null, cancellationToken);
        await attempts.ForgetAsync(id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
