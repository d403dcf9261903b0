using Microsoft.Extensions.Primitives;

namespace Shop.Web.Security;

/// <summary>The cookies of a request as they stand in its header, whose values are left letter by letter.</summary>
static class CookieHeader
{
    /// <returns>Empty where no cookie is kept.</returns>
    public static string Keep(StringValues header, Func<string, bool> isKept) => string.Join("; ", header
        .SelectMany(static line => (line ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Where(cookie => isKept(Name(cookie))));

    /// <summary>Of a cookie in either direction: <c>name=value; attribute</c>.</summary>
    public static string Name(string cookie) => cookie.Split('=', 2)[0].Trim();
}
