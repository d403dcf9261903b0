using System.Globalization;
using Shop.Users.Validation;

namespace Shop.Users.Paging;

static class PageLimit
{
    public const int Default = 20, Largest = 100;

    /// <summary>Taken as text, so that a bad one is answered under its name and not as an unreadable request.</summary>
    public static int Read(string? limit, FieldErrors errors)
    {
        var count = Default;
        if (!string.IsNullOrEmpty(limit) && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > Largest))
            errors.Add("limit", ErrorTexts.Limit, Largest);
        return count;
    }
}
