using Microsoft.Extensions.Localization;
using Shop.Users.Accounts.Passwords;

namespace Shop.Users.Accounts;

/// <summary>What may stand in an account, said in the language of the request: for the pages and the JSON interface alike.</summary>
sealed class AccountRules(PasswordRules passwords, IStringLocalizer<Text> text)
{
    /// <summary>What is wrong with an address; null where nothing is.</summary>
    public string? CheckEmail(string? email, out string address)
    {
        if (EmailAddress.TryRead(email, out var read))
        {
            address = read;
            return null;
        }
        address = "";
        return string.IsNullOrWhiteSpace(email) ? text["Email.Missing"].Value
            : email.Trim().Length > User.EmailLength ? text["Email.TooLong", User.EmailLength].Value
            : text["Email.Invalid"].Value;
    }

    public string? CheckPassword(string? password, string? email, string? displayName) => passwords.Check(password, email, displayName) switch
    {
        PasswordFault.None => null,
        PasswordFault.Missing => text["Password.Missing"].Value,
        PasswordFault.TooShort => text["Password.TooShort", PasswordRules.ShortestLength].Value,
        PasswordFault.TooLong => text["Password.TooLong", PasswordRules.LongestLength].Value,
        PasswordFault.Unreadable => text["Password.Unreadable"].Value,
        PasswordFault.Personal => text["Password.Personal"].Value,
        _ => text["Password.Common"].Value,
    };
}
