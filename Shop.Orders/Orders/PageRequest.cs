using System.Globalization;

namespace Shop.Orders.Orders;

/// <summary>Which part of a list is asked for.</summary>
/// <param name="After">The last of the page before; null for the first page.</param>
/// <param name="Limit">How many.</param>
readonly record struct PageRequest(OrderCursor? After, int Limit)
{
    /// <summary>Null, or empty, is the first page, and of the usual size. What is wrong is added to the errors, by the field's name.</summary>
    public static PageRequest Read(string? after, string? limit, int usual, int largest, Dictionary<string, string[]> errors)
    {
        OrderCursor? cursor = null;
        if (!string.IsNullOrEmpty(after))
        {
            if (OrderCursor.TryParse(after, out var read))
                cursor = read;
            else
                errors["after"] = [OrderTexts.After];
        }
        var count = usual;
        if (!string.IsNullOrEmpty(limit) && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count < 1 || count > largest))
            errors["limit"] = [OrderTexts.Limit(largest)];
        return new(cursor, count);
    }
}
