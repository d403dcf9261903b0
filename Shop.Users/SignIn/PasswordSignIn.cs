using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Shop.Users.Accounts;
using Shop.Users.Accounts.Passwords;
using Shop.Users.Data;
using Shop.Users.Security;

namespace Shop.Users.SignIn;

/// <summary>
/// Signs in by e-mail and password. An address without an account, a wrong password and a locked account get the same answer after the same
/// work.
/// </summary>
sealed class PasswordSignIn(
    UsersContext context, ILookupNormalizer normalizer, IPasswordHasher<User> hasher, PasswordHashing hashing, RateLimits limits,
    SignInAttempts attempts, SignInSession session, SecurityEvents events)
{
    /// <summary>Stands for the owner of an address that has no account.</summary>
    static readonly User Nobody = new() { DisplayName = "", Language = "" };

    public async Task<SignInResult> SignInAsync(HttpContext http, string email, string password, bool isPersistent, CancellationToken cancellationToken)
    {
        var name = normalizer.NormalizeEmail(email.Trim());
        if (await limits.TryAsync(http, RateLimited.SignIn, account: name, cancellationToken) is { IsAllowed: false } refused)
            return new(SignInOutcome.TooMany, refused.RetryAfter);

        // PostgreSQL knows no text with a null in it, and nobody an address with one.
        var user = name.Contains('\0') ? null : await context.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == name, cancellationToken);
        var attempt = user is null || password.Length > PasswordRules.LongestLength ? default : await attempts.BeginAsync(user.Id, cancellationToken);
        var hash = attempt.IsAllowed ? user!.PasswordHash ?? hashing.UnknownHash : hashing.UnknownHash;
        PasswordVerificationResult verified;
        try
        {
            verified = await hashing.RunAsync(() => Task.FromResult(hasher.VerifyHashedPassword(user ?? Nobody, hash, Shorten(password))), cancellationToken);
        }
        catch (HashingBusyException)
        {
            // It was no try: nothing was looked at.
            if (attempt.IsAllowed)
                await attempts.TakeBackAsync(user!.Id, cancellationToken);
            return new(SignInOutcome.Busy, TimeSpan.FromSeconds(2));
        }

        if (!attempt.IsAllowed || verified == PasswordVerificationResult.Failed)
        {
            events.Add(context, attempt.IsAllowed || user is null ? SecurityEventKinds.SignInFailed : SecurityEventKinds.SignInRefused, user?.Id);
            if (attempt.IsLast)
                events.Add(context, SecurityEventKinds.LockedOut, user?.Id);
            await context.SaveChangesAsync(cancellationToken);
            return SignInOutcome.Refused;
        }
        if (verified == PasswordVerificationResult.SuccessRehashNeeded)
            await RehashAsync(user!, password, cancellationToken);

        if (!user!.EmailConfirmed)
        {
            await attempts.ForgetAsync(user.Id, cancellationToken);
            return SignInOutcome.NeedsConfirmation;
        }
        if (user.TwoFactorEnabled)
        {
            await attempts.TakeBackAsync(user.Id, cancellationToken);
            await new PendingSignIn(user.Id, isPersistent).KeepAsync(http);
            return SignInOutcome.NeedsCode;
        }
        await session.BeginAsync(http, user, isPersistent, details: null, cancellationToken);
        return SignInOutcome.SignedIn;
    }

    /// <summary>A password that was hashed when that was to cost less. If it is busy, the next sign-in will do.</summary>
    async Task RehashAsync(User user, string password, CancellationToken cancellationToken)
    {
        try
        {
            var (old, hash) = (user.PasswordHash, await hashing.RunAsync(() => Task.FromResult(hasher.HashPassword(user, password)), cancellationToken));
            // Guarded: the password may have been changed meanwhile.
            await context.Users.Where(u => u.Id == user.Id && u.PasswordHash == old).ExecuteUpdateAsync(u => u.SetProperty(p => p.PasswordHash, hash), cancellationToken);
        }
        catch (HashingBusyException)
        {
        }
    }

    /// <summary>What is too long is no password of ours; it costs no more than one.</summary>
    static string Shorten(string password) => password.Length > PasswordRules.LongestLength ? password[..PasswordRules.LongestLength] : password;
}
