using System.Globalization;
using Shop.Catalog.Checkout;
using StackExchange.Redis;

namespace Shop.Catalog.Cart;

/// <summary>What a cart remembers of a product: how many, the price when it was put in, and when that was.</summary>
sealed record CartEntry(Guid ProductId, int Quantity, decimal PriceSeen, long AddedAt);

/// <summary>A cart as it lies in Redis: the lines to buy and those saved for later, the oldest first. Prices and stock are not kept but read when shown.</summary>
sealed record CartContent(IReadOnlyList<CartEntry> Lines, IReadOnlyList<CartEntry> Saved)
{
    public const string LinePrefix = "l:", SavedPrefix = "s:";

    public static readonly CartContent Empty = new([], []);

    /// <summary>How many pieces there are to buy.</summary>
    public int Count => Lines.Sum(line => line.Quantity);

    /// <summary>What a checkout of it buys.</summary>
    public IReadOnlyList<LineRequest> ToRequest() => [.. Lines.Select(line => new LineRequest(line.ProductId, line.Quantity))];

    public static CartContent Parse(HashEntry[] fields) => fields.Length == 0 ? Empty : new(Entries(fields, LinePrefix), Entries(fields, SavedPrefix));

    public static string Field(string prefix, Guid product) => prefix + product.ToString("N");

    public static string Format(decimal price) => price.ToString(CultureInfo.InvariantCulture);

    static List<CartEntry> Entries(HashEntry[] fields, string prefix)
    {
        var entries = new List<CartEntry>();
        foreach (var field in fields)
            if ((string)field.Name! is { } name && name.StartsWith(prefix, StringComparison.Ordinal) && ((string)field.Value!).Split(':') is [var quantity, var price, var at])
                entries.Add(new(
                    Guid.ParseExact(name.AsSpan(prefix.Length), "N"), int.Parse(quantity, CultureInfo.InvariantCulture),
                    decimal.Parse(price, CultureInfo.InvariantCulture), long.Parse(at, CultureInfo.InvariantCulture)));
        entries.Sort(static (a, b) => (a.AddedAt, a.ProductId).CompareTo((b.AddedAt, b.ProductId)));
        return entries;
    }
}
