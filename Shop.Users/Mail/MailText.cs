using System.Globalization;
using System.Resources;

namespace Shop.Users.Mail;

/// <summary>The text of all mails, in the resource files beside it. Asked for by language, since a mail speaks its reader's and not the request's.</summary>
static class MailText
{
    static readonly ResourceManager Resources = new(typeof(MailText));

    public static string Get(string key, string language, params object[] values) =>
        Find(key, language, values) ?? throw new InvalidOperationException($"There is no text {key} for mails.");

    public static string? Find(string key, string language, params object[] values)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        return Resources.GetString(key, culture) is { } text ? string.Format(culture, text, values) : null;
    }
}
