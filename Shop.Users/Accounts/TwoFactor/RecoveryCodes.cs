using System.Security.Cryptography;

namespace Shop.Users.Accounts.TwoFactor;

/// <summary>For who has lost the phone: each opens the account once.</summary>
static class RecoveryCodes
{
    public const int Count = 10;

    /// <summary>Without those that are read as others. Ten of them are 47 bits of chance, tried five times and then locked.</summary>
    const string Characters = "BCDFGHJKMNPQRTVWXY2346789";

    const int HalfLength = 5;

    public static IReadOnlyList<string> New()
    {
        var codes = new HashSet<string>();
        while (codes.Count < Count)
            codes.Add($"{RandomNumberGenerator.GetString(Characters, HalfLength)}-{RandomNumberGenerator.GetString(Characters, HalfLength)}");
        return [.. codes];
    }

    /// <summary>As it was shown: codes are copied by hand, with or without the dash, in whatever case.</summary>
    public static string Normalize(string code)
    {
        var characters = new string([.. code.Where(char.IsAsciiLetterOrDigit)]).ToUpperInvariant();
        return characters.Length == 2 * HalfLength ? $"{characters[..HalfLength]}-{characters[HalfLength..]}" : characters;
    }
}
