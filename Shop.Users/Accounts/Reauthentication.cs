using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;
using Shop.Users.Accounts.Passwords;
using Shop.Users.Data;
using Shop.Users.Security;
using Shop.Users.SignIn;

namespace Shop.Users.Accounts;

/// <summary>
/// Asks a signed-in person for the password once more, before anything that an open browser alone must not do. A wrong one counts as one at
/// the sign-in does.
/// </summary>
sealed class Reauthentication(
    UsersContext db, IPasswordHasher<User> hasher, PasswordHashing hashing, SignInAttempts attempts, SecurityEvents events, IStringLocalizer<Text> text)
{
    /// <returns>Why not; null where it is right.</returns>
    /// <exception cref="HashingBusyException">Too many are waiting already.</exception>
    public async Task<string?> CheckAsync(User user, string? password, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(password))
            return text["CurrentPassword.Missing"];
        if (password.Length > PasswordRules.LongestLength)
            return text["CurrentPassword.Wrong"];
        var attempt = await attempts.BeginAsync(user.Id, cancellationToken);
        if (!attempt.IsAllowed)
            return text["CurrentPassword.Locked"];
        bool isRight;
        try
        {
            isRight = await hashing.RunAsync(() => Task.FromResult(hasher.VerifyHashedPassword(user, user.PasswordHash ?? hashing.UnknownHash, password)), cancellationToken)
                != PasswordVerificationResult.Failed;
        }
        catch (HashingBusyException)
        {
            // It was no try: nothing was looked at.
            await attempts.TakeBackAsync(user.Id, cancellationToken);
            throw;
        }
        if (isRight)
        {
            await attempts.ForgetAsync(user.Id, cancellationToken);
            return null;
        }
        events.Add(db, AccountEventKinds.PasswordRefused, user.Id);
        if (attempt.IsLast)
            events.Add(db, SecurityEventKinds.LockedOut, user.Id);
        await db.SaveChangesAsync(cancellationToken);
        return text["CurrentPassword.Wrong"];
    }
}
