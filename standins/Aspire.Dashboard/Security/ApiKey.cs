using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Aspire.Dashboard.Security;

/// <summary>Marks what programs may read that show a key, without the session of a browser.</summary>
internal sealed class ApiKeyAllowed;

/// <summary>The key of programs that read the API.</summary>
internal sealed class ApiKey(DashboardOptions options, LoginLimiter limiter)
{
    public const string Header = "x-api-key";
    public const int Right = StatusCodes.Status200OK;

    readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(options.ApiKey.Length > 0 ? options.ApiKey : options.BrowserToken));

    /// <summary>Null where no key is shown; else <see cref="Right"/>, or the status to refuse with. Takes the same time for every wrong key.</summary>
    public int? Check(HttpContext context)
    {
        if (context.Request.Headers[Header] is not [{ } sent])
            return null;
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (limiter.Wait(address) is not null)
            return StatusCodes.Status429TooManyRequests;
        if (sent.Length is > 0 and <= 1024 && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(sent)), _hash))
            return Right;
        limiter.Failed(address);
        return StatusCodes.Status401Unauthorized;
    }
}
