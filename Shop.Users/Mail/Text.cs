using System.Globalization;
using System.Resources;

namespace Shop.Users.Mail;

/// <summary>Names the resource files beside it: the text of all mails, and of the mailbox.</summary>
sealed class Text;

/// <summary>Asked for by language, since a mail speaks its reader's and not the request's.</summary>
readonly struct MailText(string language)
{
    static readonly ResourceManager Resources = new(typeof(Text));

    readonly CultureInfo culture = CultureInfo.GetCultureInfo(language);

    /// <summary>Null where there is no such text.</summary>
    public string? this[string key, params object[] values] =>
        Resources.GetString(key, culture) is { } text ? string.Format(culture, text, values) : null;
}
