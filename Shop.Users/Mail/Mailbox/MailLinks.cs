using System.Text.RegularExpressions;

namespace Shop.Users.Mail.Mailbox;

/// <summary>Finds the addresses in a mail's text, so that they can be clicked.</summary>
static partial class MailLinks
{
    public static IEnumerable<(string Text, bool IsLink)> Split(string text)
    {
        var end = 0;
        foreach (Match link in Address().Matches(text))
        {
            if (link.Index > end)
                yield return (text[end..link.Index], false);
            yield return (link.Value, true);
            end = link.Index + link.Length;
        }
        if (end < text.Length)
            yield return (text[end..], false);
    }

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();
}
