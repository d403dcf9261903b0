using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Shop.Users.Data;
using Shop.Users.Mail;
using Shop.Users.Security;
using Shop.Users.SignIn;

namespace Shop.Users.Accounts.TwoFactor;

/// <summary>Recovery codes to be shown once; or why there are none.</summary>
sealed record TwoFactorResult(IReadOnlyList<string> Codes, AccountResult Result)
{
    public static TwoFactorResult Wrong(string field, string error) => new([], AccountResult.Wrong(field, error));
}

/// <summary>Turns two-factor sign-in on and off. Each step asks for the password again: an open browser is not enough.</summary>
sealed class TwoFactorSetup(
    UsersContext db, AccountStore store, TwoFactorOffers offers, OneTimeCodes codes, Reauthentication reauthentication, MailWriter mails, MailSignal signal,
    SecurityEvents events, TimeProvider time, IStringLocalizer<Text> text)
{
    public async Task<TwoFactorResult> TurnOnAsync(User user, string? ticket, string? code, string? password, CancellationToken cancellationToken)
    {
        if (user.TwoFactorEnabled)
            return TwoFactorResult.Wrong("", text["TwoFactor.AlreadyOn"]);
        if (offers.ReadKey(user, ticket) is not { } key)
            return TwoFactorResult.Wrong("", text["TwoFactor.OfferEnded"]);
        if (string.IsNullOrWhiteSpace(code))
            return TwoFactorResult.Wrong("code", text["Code.Missing"]);
        if (await reauthentication.CheckAsync(user, password, cancellationToken) is { } refused)
            return TwoFactorResult.Wrong("password", refused);
        // Last, since it uses the code up.
        if (!await codes.UseAsync(user.Id, key, code, cancellationToken))
            return TwoFactorResult.Wrong("code", text["Code.Wrong"]);

        var now = time.GetUtcNow();
        user.TwoFactorEnabled = true;
        await store.SetAuthenticatorKeyAsync(user, key, cancellationToken);
        return await SaveWithNewCodesAsync(user, AccountEventKinds.TwoFactorOn, AccountLetters.TwoFactorOn(user, now), now, cancellationToken);
    }

    public async Task<TwoFactorResult> RenewCodesAsync(User user, string? password, CancellationToken cancellationToken)
    {
        if (!user.TwoFactorEnabled)
            return TwoFactorResult.Wrong("", text["TwoFactor.AlreadyOff"]);
        if (await reauthentication.CheckAsync(user, password, cancellationToken) is { } refused)
            return TwoFactorResult.Wrong("password", refused);
        var now = time.GetUtcNow();
        return await SaveWithNewCodesAsync(user, AccountEventKinds.RecoveryCodesRenewed, AccountLetters.RecoveryCodesRenewed(user, now), now, cancellationToken);
    }

    public async Task<AccountResult> TurnOffAsync(User user, string? password, CancellationToken cancellationToken)
    {
        if (!user.TwoFactorEnabled)
            return AccountResult.Wrong("", text["TwoFactor.AlreadyOff"]);
        if (await reauthentication.CheckAsync(user, password, cancellationToken) is { } refused)
            return AccountResult.Wrong("password", refused);
        var now = time.GetUtcNow();
        user.TwoFactorEnabled = false;
        user.LastTwoFactorStep = null;
        db.UserTokens.RemoveRange(await db.UserTokens.Where(token => token.UserId == user.Id).ToListAsync(cancellationToken));
        return await SaveAsync(user, AccountEventKinds.TwoFactorOff, AccountLetters.TwoFactorOff(user, now), now, cancellationToken)
            ? AccountResult.Done : AccountResult.Wrong("", text["Form.Overtaken"]);
    }

    public Task<int> CountCodesAsync(User user, CancellationToken cancellationToken) => store.CountCodesAsync(user, cancellationToken);

    async Task<TwoFactorResult> SaveWithNewCodesAsync(User user, string kind, Letter letter, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var recovery = RecoveryCodes.New();
        await store.ReplaceCodesAsync(user, recovery, cancellationToken);
        return await SaveAsync(user, kind, letter, now, cancellationToken) ? new(recovery, AccountResult.Done) : TwoFactorResult.Wrong("", text["Form.Overtaken"]);
    }

    async Task<bool> SaveAsync(User user, string kind, Letter letter, DateTimeOffset now, CancellationToken cancellationToken)
    {
        user.Touch(now);
        events.Add(db, kind, user.Id);
        await mails.AddAsync(db, letter);
        if (!await db.TrySaveAsync(cancellationToken))
            return false;
        signal.Set();
        return true;
    }
}
