using OtpNet;

namespace Shop.Users.Accounts.TwoFactor;

/// <summary>The codes of authenticator apps (RFC 6238): six digits of SHA-1, another every half minute.</summary>
static class AuthenticatorCodes
{
    public const int Digits = 6;

    const int KeyBytes = 20;

    /// <summary>A code is taken one step early or late, for clocks that go wrong and people who type slowly.</summary>
    static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <summary>As apps take it by hand, in base 32.</summary>
    public static string NewKey() => Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(KeyBytes));

    /// <summary>The step of time that <paramref name="code"/> is of; null where it is of none that is taken now. Spaces in it don't matter.</summary>
    public static long? FindStep(string key, string? code, DateTimeOffset now)
    {
        var digits = code?.Replace(" ", "", StringComparison.Ordinal);
        return digits is { Length: Digits } && digits.All(char.IsAsciiDigit)
            && new Totp(Base32Encoding.ToBytes(key)).VerifyTotp(now.UtcDateTime, digits, out var step, Window) ? step : null;
    }

    /// <summary>What the QR code says, by the convention that the apps share.</summary>
    public static string Address(string key, string email, string issuer) => new OtpUri(OtpType.Totp, key, email, issuer).ToString();
}
