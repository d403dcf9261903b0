using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Shop.Orders.Payments;

/// <summary>How the gateway signs its call-backs: <c>t=seconds,v1=hex</c>, an HMAC-SHA256 of the time, a full stop and the body. What is old is refused, lest it be played again.</summary>
static class WebhookSignature
{
    public const string Header = "Payment-Signature";

    static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public static string Sign(string secret, DateTimeOffset now, string body)
    {
        var seconds = now.ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"t={seconds},v1={Convert.ToHexStringLower(Hash(secret, seconds, body))}");
    }

    public static bool IsValid(string secret, string? signature, DateTimeOffset now, string body)
    {
        if (signature?.Split(',') is not [['t', '=', .. var time], ['v', '1', '=', .. var hash]] || hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)
            || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return false;
        return CryptographicOperations.FixedTimeEquals(Hash(secret, seconds, body), Convert.FromHexString(hash)) && (now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() <= Window;
    }

    static byte[] Hash(string secret, long seconds, string body) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seconds}.{body}")));
}
