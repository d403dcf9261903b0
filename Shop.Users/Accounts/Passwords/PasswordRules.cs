using System.Text;

namespace Shop.Users.Accounts.Passwords;

/// <summary>What is wrong with a password. Length counts, composition does not: no rule makes anybody put an exclamation mark at the end.</summary>
enum PasswordFault
{
    None,
    Missing,
    TooShort,
    TooLong,
    Unreadable,
    Personal,
    Common,
}

/// <summary>The one place that says which password is taken, at registration, reset and change.</summary>
sealed class PasswordRules(CommonPasswords common)
{
    /// <summary>The shortest in characters as people count them; the longest, which is for the sake of the machine, in UTF-16's units.</summary>
    public const int ShortestLength = 10, LongestLength = 128;

    /// <summary>Shorter names are part of too many good passwords.</summary>
    const int ShortestName = 4, ShortestHanName = 2;

    public PasswordFault Check(string? password, string? email, string? displayName)
    {
        if (string.IsNullOrEmpty(password))
            return PasswordFault.Missing;
        if (password.Length > LongestLength)
            return PasswordFault.TooLong;
        if (!IsReadable(password))
            return PasswordFault.Unreadable;
        if (password.EnumerateRunes().Count() < ShortestLength)
            return PasswordFault.TooShort;
        if (Holds(password, email, displayName))
            return PasswordFault.Personal;
        return common.Contains(password) ? PasswordFault.Common : PasswordFault.None;
    }

    /// <summary>Control characters can't be typed in again, and half a surrogate pair can't be hashed.</summary>
    static bool IsReadable(string password) => !password.Any(char.IsControl) && IsWellFormed(password);

    static bool IsWellFormed(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var read) != System.Buffers.OperationStatus.Done)
                return false;
            rest = rest[read..];
        }
        return true;
    }

    static bool Holds(string password, string? email, string? displayName)
    {
        var at = email?.IndexOf('@') ?? -1;
        string?[] parts = [email, at > 0 ? email![..at] : null, displayName, .. displayName?.Split([' ', '.', '-', '_', '\u3000', '·'], StringSplitOptions.RemoveEmptyEntries) ?? []];
        return parts.Any(part => part is not null && IsTelling(part) && password.Contains(part, StringComparison.OrdinalIgnoreCase));
    }

    static bool IsTelling(string name) => name.Length >= (name.All(char.IsAscii) ? ShortestName : ShortestHanName);
}
