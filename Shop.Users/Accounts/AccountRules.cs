using System.Text;
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

    public string? CheckDisplayName(string? name) =>
        string.IsNullOrWhiteSpace(name) ? text["Name.Missing"].Value
        : name.Trim().Length > User.DisplayNameLength ? text["Name.TooLong", User.DisplayNameLength].Value
        : !IsPrintable(name.Trim()) ? text["Name.Unreadable"].Value
        : null;

    /// <summary>
    /// Any script and any emoji. No control characters, none that turn the text around them, which would let a name rewrite the line it stands
    /// in, and no half of a character.
    /// </summary>
    static bool IsPrintable(string value)
    {
        for (var rest = value.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != System.Buffers.OperationStatus.Done)
                return false;
            if (Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 or (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069))
                return false;
            rest = rest[length..];
        }
        return true;
    }
}
