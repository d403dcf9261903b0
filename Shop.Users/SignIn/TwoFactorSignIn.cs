using Microsoft.AspNetCore.Identity;
using Shop.Users.Accounts;
using Shop.Users.Data;
using Shop.Users.Mail;
using Shop.Users.Security;

namespace Shop.Users.SignIn;

/// <summary>The second step of a sign-in: a code of the app, or one of those that were written down. Wrong ones count as wrong passwords do.</summary>
sealed class TwoFactorSignIn(
    UsersContext context, UserManager<User> users, OneTimeCodes codes, RateLimits limits, SignInAttempts attempts, SignInSession session, SecurityEvents events,
    MailWriter mails, MailSignal signal, TimeProvider time)
{
    public Task<SignInResult> SignInByCodeAsync(HttpContext http, PendingSignIn pending, string code, CancellationToken cancellationToken) =>
        SignInAsync(http, pending, "one-time code", async user =>
            await users.GetAuthenticatorKeyAsync(user) is { } key && await codes.UseAsync(user.Id, key, code, cancellationToken), cancellationToken);

    public Task<SignInResult> SignInByRecoveryCodeAsync(HttpContext http, PendingSignIn pending, string code, CancellationToken cancellationToken) =>
        SignInAsync(http, pending, "recovery code", async user =>
        {
            // By the framework's concurrency stamp, of two with the same code one fails.
            if (!(await users.RedeemTwoFactorRecoveryCodeAsync(user, code.Trim())).Succeeded)
                return false;
            events.Add(context, SecurityEventKinds.RecoveryCodeUsed, user.Id);
            var left = await users.CountRecoveryCodesAsync(user);
            await mails.AddAsync(context, AccountLetters.RecoveryCodeUsed(user, time.GetUtcNow(), left));
            return true;
        }, cancellationToken);

    async Task<SignInResult> SignInAsync(HttpContext http, PendingSignIn pending, string how, Func<User, Task<bool>> verify, CancellationToken cancellationToken)
    {
        if (await limits.TryAsync(http, RateLimited.SignIn, account: pending.UserId.ToString(), cancellationToken) is { IsAllowed: false } refused)
            return new(SignInOutcome.TooMany, refused.RetryAfter);
        var attempt = await attempts.BeginAsync(pending.UserId, cancellationToken);
        if (!attempt.IsAllowed)
        {
            events.Add(context, SecurityEventKinds.SignInRefused, pending.UserId);
            await context.SaveChangesAsync(cancellationToken);
            return SignInOutcome.Refused;
        }

        var user = await context.Users.FindAsync([pending.UserId], cancellationToken);
        if (user is not { TwoFactorEnabled: true, EmailConfirmed: true } || !await verify(user))
        {
            events.Add(context, SecurityEventKinds.TwoFactorFailed, pending.UserId);
            if (attempt.IsLast)
                events.Add(context, SecurityEventKinds.LockedOut, pending.UserId);
            await context.SaveChangesAsync(cancellationToken);
            return SignInOutcome.Refused;
        }
        await PendingSignIn.ForgetAsync(http);
        await session.BeginAsync(http, user, pending.IsPersistent, how, cancellationToken);
        signal.Set();
        return SignInOutcome.SignedIn;
    }
}
