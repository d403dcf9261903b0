using System.Text;
using System.Text.RegularExpressions;

namespace Shop.Users.Addresses.Countries;

/// <param name="Use">Whether an address has a postal code.</param>
/// <param name="Example">To show what is asked for.</param>
/// <param name="Pattern">What a code looks like, in capitals and without space around it.</param>
sealed partial record PostalCodeRule(LineUse Use, string Example, Regex Pattern)
{
    /// <summary>How the country writes a code that has been found; as it was written unless the rule says otherwise.</summary>
    public Func<Match, string> Form { get; init; } = static found => found.Value;

    public static PostalCodeRule None { get; } = new(LineUse.None, "", Anything());

    /// <summary>For the many countries whose form we don't know: letters, digits, and space or hyphens between them.</summary>
    public static PostalCodeRule Unknown { get; } = new(LineUse.Optional, "SW1A 1AA", Anything());

    public static PostalCodeRule Chinese { get; } = new(LineUse.Required, "310000", SixDigits());

    public static PostalCodeRule Taiwanese { get; } = new(LineUse.Optional, "100", ThreeToSixDigits());

    public static PostalCodeRule Zip { get; } = new(LineUse.Required, "94103", FiveOrNineDigits())
    {
        Form = static found => found.Groups["four"] is { Success: true } four ? $"{found.Groups["zip"]}-{four}" : found.Value,
    };

    /// <summary>The code as the country writes it; null where it is none. Digits as wide as Han characters, as some keyboards give them, are digits.</summary>
    public string? Normalize(string code) => Pattern.Match(code.Normalize(NormalizationForm.FormKC).ToUpperInvariant()) is { Success: true } found ? Form(found) : null;

    [GeneratedRegex(@"^[A-Z0-9](?:[A-Z0-9 -]{0,14}[A-Z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Anything();

    [GeneratedRegex(@"^[0-9]{6}\z")]
    private static partial Regex SixDigits();

    [GeneratedRegex(@"^[0-9]{3}(?:[0-9]{2,3})?\z")]
    private static partial Regex ThreeToSixDigits();

    [GeneratedRegex(@"^(?<zip>[0-9]{5})(?:[- ]?(?<four>[0-9]{4}))?\z")]
    private static partial Regex FiveOrNineDigits();
}
