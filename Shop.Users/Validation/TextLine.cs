using System.Globalization;
using System.Text;

namespace Shop.Users.Validation;

/// <summary>
/// The rule for a line that people write: a name, a street. Whatever script or emoji it is made of is kept as it was sent, but for space
/// around it. What can't be seen and would garble a label or a page is refused: control characters, line breaks, and the marks that turn
/// the direction of all that follows. The marks that right-to-left text and joined emoji need are allowed.
/// </summary>
static class TextLine
{
    /// <returns>The line, or null where there is none or it is refused.</returns>
    public static string? Optional(string? value, string field, int longest, FieldErrors errors)
    {
        // Trim leaves zero-width marks alone; a line of nothing else is none.
        var line = value?.Trim();
        if (string.IsNullOrEmpty(line))
            return null;
        if (!IsReadable(line))
            errors.Add(field, ErrorTexts.Characters);
        else if (line.Length > longest)
            errors.Add(field, ErrorTexts.TooLong, longest);
        else if (line.EnumerateRunes().Any(IsVisible))
            return line;
        return null;
    }

    /// <returns>The line, or an empty one where it is refused.</returns>
    public static string Required(string? value, string field, int longest, FieldErrors errors)
    {
        var line = Optional(value, field, longest, errors);
        if (line is null && !errors.Has(field))
            errors.Add(field, ErrorTexts.Required);
        return line ?? "";
    }

    static bool IsReadable(string line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (char.IsSurrogate(line[i]))
            {
                if (!Rune.TryGetRuneAt(line, i, out _))
                    return false;
                i++;
            }
            else if (char.GetUnicodeCategory(line[i]) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || TurnsDirection(line[i]))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Embeddings, overrides and isolates.</summary>
    static bool TurnsDirection(char c) => c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    static bool IsVisible(Rune rune) => !Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) is not UnicodeCategory.Format;
}
