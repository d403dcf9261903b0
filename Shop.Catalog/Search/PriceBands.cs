using System.Globalization;

namespace Shop.Catalog.Search;

/// <summary>Prices in bands, by which products are counted. The function <c>price_band</c> in the database has the same.</summary>
static class PriceBands
{
    static readonly int[] Starts = [0, 10, 25, 50, 100, 250, 500];

    public static int Count => Starts.Length;

    public static string Edges { get; } = string.Join(", ", Starts);

    public static decimal Start(int band) => Starts[band];

    /// <summary>Null for the last, which has no end.</summary>
    public static decimal? End(int band) => band + 1 < Count ? Starts[band + 1] : null;

    /// <summary>As it stands in an address, such as 25-50, or 500- for the last.</summary>
    public static string Format(int band) => string.Create(CultureInfo.InvariantCulture, $"{Starts[band]}-{End(band)}");

    /// <summary>One band or several that follow each other, such as 25-100, -50 or 250-. False where an end is no edge of a band.</summary>
    public static bool TryParse(string text, out Range bands)
    {
        bands = default;
        if (text.Split('-') is not [var from, var to] || (from.Length == 0 && to.Length == 0))
            return false;
        var first = from.Length == 0 ? 0 : Find(from);
        var end = to.Length == 0 ? Count : Find(to);
        if (first < 0 || end <= first)
            return false;
        bands = first..end;
        return true;
    }

    static int Find(string edge) =>
        int.TryParse(edge, NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? Array.IndexOf(Starts, start) : -1;
}
