namespace Shop.Catalog.Pictures;

/// <summary>SplitMix64. Written out here because a picture must stay the same over runtimes, which <see cref="Random"/> does not promise.</summary>
sealed class PictureRandom(ulong seed)
{
    ulong state = seed;

    /// <summary>Seeded by the FNV-1a hash of <paramref name="text"/>.</summary>
    public PictureRandom(string text) : this(Hash(text)) { }

    public ulong NextBits()
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A number in [0, 1).</summary>
    public double Next() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    public double Between(double low, double high) => low + (high - low) * Next();

    /// <summary>A whole number in [0, <paramref name="count"/>).</summary>
    public int Below(int count) => (int)(NextBits() % (ulong)count);

    public bool Chance(double probability) => Next() < probability;

    public T Pick<T>(params ReadOnlySpan<T> items) => items[Below(items.Length)];

    /// <summary>An item other than <paramref name="not"/>, so that neighbours differ.</summary>
    public T PickOther<T>(ReadOnlySpan<T> items, T not)
    {
        var item = Pick(items);
        for (var attempt = 0; attempt < 8 && EqualityComparer<T>.Default.Equals(item, not); attempt++)
            item = Pick(items);
        return item;
    }

    public T[] Shuffled<T>(ReadOnlySpan<T> items)
    {
        var copy = items.ToArray();
        for (var i = copy.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (copy[i], copy[j]) = (copy[j], copy[i]);
        }
        return copy;
    }

    public static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}
