using System.Globalization;

namespace Shop.Catalog.Caching;

/// <summary>
/// A tag that an answer hangs on, and when what it stands for was read: an eviction of the tag counts where it came later. Parts of an answer
/// may have been read earlier than the rest, and only evictions of their own tags have to be looked for since then.
/// </summary>
readonly record struct Dependency(string Tag, long Evictions, long SharedTime)
{
    /// <summary>As a tag for the output cache, which passes on nothing else.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Evictions}:{SharedTime}:{Tag}");

    public static Dependency Parse(string text)
    {
        var parts = text.Split(':', 3);
        return new(parts[2], long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
