using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Shop.Users.Accounts;

/// <summary>What we take for an e-mail address: what every mail server takes. Letters of other scripts are none of that yet.</summary>
static partial class EmailAddress
{
    const int LocalPartLength = 64;

    /// <summary>Without the spaces around it, which come along when it is copied.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out string? address)
    {
        address = text?.Trim(' ', '\t', '\r', '\n');
        return address is { Length: > 0 and <= User.EmailLength } && address.IndexOf('@') is > 0 and <= LocalPartLength && Pattern().IsMatch(address);
    }

    /// <summary>Of HTML's own <c>type="email"</c>, with a dot in the domain and none at the wrong place before it.</summary>
    [GeneratedRegex(@"^[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\z")]
    private static partial Regex Pattern();
}
