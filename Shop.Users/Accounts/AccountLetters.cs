using Microsoft.AspNetCore.WebUtilities;
using Shop.Users.Mail;

namespace Shop.Users.Accounts;

/// <summary>The letters that an account's owner gets.</summary>
static class AccountLetters
{
    const string ForgotPassword = "/account/forgot-password";

    /// <summary>Without a name, as all letters to an address that nobody has confirmed.</summary>
    public static Letter ConfirmEmail(User user, string token) => About(user, "ConfirmEmail") with
    {
        Link = Link("/account/confirm-email", user, token),
        Values = [(int)AccountTokens.ConfirmEmailLifespan.TotalHours],
    };

    public static Letter AlreadyRegistered(User user) => About(user, "AlreadyRegistered") with { Link = "/account/sign-in" };

    public static Letter ResetPassword(User user, string token) => About(user, "ResetPassword") with
    {
        Link = Link("/account/reset-password", user, token),
        Values = [(int)AccountTokens.ResetPasswordLifespan.TotalMinutes],
    };

    public static Letter PasswordChanged(User user, DateTimeOffset at) => Notice(user, "PasswordChanged", at);

    /// <summary>To the new address, of which only the token says whose it will be.</summary>
    public static Letter ConfirmNewEmail(User user, string email, string token) => new("ConfirmNewEmail", email, user.Language)
    {
        UserId = user.Id,
        Link = QueryHelpers.AddQueryString(Link("/account/confirm-new-email", user, token), "email", email),
        Values = [(int)AccountTokens.ChangeEmailLifespan.TotalMinutes],
    };

    /// <summary>To the owner of an address that another account wanted.</summary>
    public static Letter EmailTaken(User owner) => About(owner, "EmailTaken") with { Link = "/account/sign-in" };

    public static Letter EmailChanged(User user, string oldEmail, DateTimeOffset at) => About(user, "EmailChanged") with
    {
        To = oldEmail,
        Values = [at.UtcDateTime, Mask(user.Email!)],
    };

    public static Letter TwoFactorOn(User user, DateTimeOffset at) => Notice(user, "TwoFactorOn", at);

    public static Letter TwoFactorOff(User user, DateTimeOffset at) => Notice(user, "TwoFactorOff", at);

    public static Letter RecoveryCodesRenewed(User user, DateTimeOffset at) => Notice(user, "RecoveryCodesRenewed", at);

    public static Letter RecoveryCodeUsed(User user, DateTimeOffset at, int left) => Notice(user, "RecoveryCodeUsed", at) with { Values = [at.UtcDateTime, left] };

    /// <summary>The last one. It tells of no account any more, so it stays in the queue until it is sent.</summary>
    public static Letter AccountDeleted(User user, DateTimeOffset at) => Notice(user, "AccountDeleted", at) with { UserId = null, Link = null };

    /// <summary>Enough for the owner to know it, and too little for whoever reads the old mailbox.</summary>
    internal static string Mask(string email)
    {
        var at = email.LastIndexOf('@');
        return $"{email[0]}•••{email[at..]}";
    }

    static Letter Notice(User user, string kind, DateTimeOffset at) => About(user, kind) with { Link = ForgotPassword, Values = [at.UtcDateTime] };

    static Letter About(User user, string kind) => new(kind, user.Email!, user.Language)
    {
        UserId = user.Id,
        Name = user.EmailConfirmed ? user.DisplayName : null,
    };

    static string Link(string path, User user, string token) =>
        QueryHelpers.AddQueryString(path, new Dictionary<string, string?> { ["user"] = user.Id.ToString("N"), ["token"] = token });
}
