using System.Security.Cryptography;
using System.Text;

namespace Aspire.Dashboard.Otlp;

/// <summary>Only who was given the key may send: any page of a browser can reach a port of this machine.</summary>
internal sealed class OtlpKey(string key)
{
    public const string Header = "x-otlp-api-key";

    readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Takes the same time for every wrong key.</summary>
    public bool IsIn(HttpRequest request) =>
        request.Headers[Header] is [{ Length: > 0 and <= 1024 } sent]
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(sent)), _hash);
}
