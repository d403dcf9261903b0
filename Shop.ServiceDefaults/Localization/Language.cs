using System.Globalization;
using Microsoft.AspNetCore.Http;
using Shop.ServiceDefaults.Auth;

namespace Shop.ServiceDefaults.Localization;

/// <summary>The languages that the shop speaks, and how a request says which it wants.</summary>
public static class Language
{
    public const string English = "en", Chinese = "zh-CN";

    /// <summary>In an address, <c>?lang=zh-CN</c> names one language's version of a page, for search engines and for sharing.</summary>
    public const string Parameter = "lang";

    public const string Cookie = "shop-language";

    public static IReadOnlyList<string> All { get; } = [English, Chinese];

    public static bool IsChinese => CultureInfo.CurrentUICulture.Name == Chinese;

    /// <summary>The text in the language of the request.</summary>
    public static string Choose(string english, string chinese) => IsChinese ? chinese : english;

    /// <summary>Ours for a language tag such as <c>zh</c>, <c>zh-Hans-CN</c> or <c>en-GB</c>; null for any other.</summary>
    public static string? FromTag(ReadOnlySpan<char> tag)
    {
        var end = tag.IndexOf('-');
        var primary = end < 0 ? tag : tag[..end];
        return primary.Equals("zh", StringComparison.OrdinalIgnoreCase) ? Chinese
            : primary.Equals("en", StringComparison.OrdinalIgnoreCase) ? English
            : null;
    }

    /// <summary>
    /// Of a page: the address decides, else what was chosen on this device, else what the signed-in person's profile says, else what the
    /// browser asks for. The profile counts only where authentication comes before localization.
    /// </summary>
    public static string? OfPage(HttpRequest request) =>
        FromTag(request.Query[Parameter].ToString())
        ?? FromTag(request.Cookies[Cookie])
        ?? FromTag(request.HttpContext.User.FindFirst(ClaimNames.Locale)?.Value)
        ?? Accepted(request);

    /// <summary>Of an interface: what <c>Accept-Language</c> asks for, and nothing else, so that caches can tell the answers apart.</summary>
    public static string? Accepted(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage
            .Where(accepted => accepted.Quality is not 0)
            .OrderByDescending(accepted => accepted.Quality ?? 1)
            .Select(accepted => FromTag(accepted.Value.AsSpan()))
            .FirstOrDefault(language => language is not null);
}
