using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Aspire.Dashboard.Security;

/// <summary>
/// Who may look: whoever had the login token. The cookie is a time stamp signed with a key made from that token, so it holds
/// no secret, outlives a restart that keeps the token, and is worthless after one that changes it.
/// </summary>
internal sealed class BrowserSession(DashboardOptions options, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    readonly byte[] _tokenHash = SHA256.HashData(Encoding.UTF8.GetBytes(options.BrowserToken));
    readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(options.BrowserToken), 32, info: "dashboard browser session"u8.ToArray());

    /// <summary>Cookies know no ports, so the name does: other applications on localhost keep theirs.</summary>
    public static string CookieName(int port) => string.Create(CultureInfo.InvariantCulture, $"dashboard-session-{port}");

    /// <summary>Takes the same time for every wrong token.</summary>
    public bool IsToken(string? candidate) =>
        candidate is { Length: > 0 and <= 1024 }
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(candidate)), _tokenHash);

    public bool IsSignedIn(HttpContext context) =>
        context.Request.Cookies.TryGetValue(CookieName(context.Connection.LocalPort), out var ticket) && IsTicket(ticket);

    public void SignIn(HttpContext context) =>
        context.Response.Cookies.Append(CookieName(context.Connection.LocalPort), CreateTicket(), Cookie(context));

    public static void SignOut(HttpContext context) =>
        context.Response.Cookies.Delete(CookieName(context.Connection.LocalPort), Cookie(context));

    internal string CreateTicket()
    {
        var issued = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{issued}.{Base64Url.EncodeToString(Sign(issued))}";
    }

    internal bool IsTicket(string ticket)
    {
        if (ticket.Length > 128 || ticket.Split('.') is not [var issued, var signature])
            return false;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Base64Url.EncodeToString(Sign(issued)))))
            return false;
        var age = time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(long.Parse(issued, CultureInfo.InvariantCulture));
        return age >= TimeSpan.FromMinutes(-1) && age <= Lifetime;
    }

    byte[] Sign(string issued) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(issued));

    static CookieOptions Cookie(HttpContext context) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = Lifetime,
        Path = "/",
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
    };
}
