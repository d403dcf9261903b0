using System.Globalization;

namespace Shop.Catalog.Caching;

/// <summary>What an answer in the making is made of: when its parts were read, and what they hang on. One for each request.</summary>
sealed class CacheLoad(ProcessCache<byte[]> process, SharedCache shared, TimeProvider time)
{
    const string TimestampPrefix = "loaded:";

    readonly HashSet<string> tags = [];
    readonly Dictionary<string, LoadMoment> earlier = [];
    LoadMoment moment;
    LoadMoment? counts;

    /// <summary>To be called before anything is read.</summary>
    public async Task BeginAsync() => moment = await NowAsync();

    public void DependsOn(string tag) => tags.Add(tag);

    /// <summary>On something that was read before the answer was begun. The answer is as old as that, and stale where its tag has been evicted since; other tags are not asked from so early.</summary>
    public void DependsOn(string tag, LoadMoment read)
    {
        tags.Add(tag);
        earlier[tag] = earlier.TryGetValue(tag, out var other) ? LoadMoment.Earlier(other, read) : read;
    }

    /// <summary>On numbers of products that were read before, and hang on the same tags as the lists that they belong to.</summary>
    public void DependsOnCounts(LoadMoment read) => counts = counts is { } other ? LoadMoment.Earlier(other, read) : read;

    public async Task<LoadMoment> NowAsync() => new(time.GetTimestamp(), process.Evictions, await shared.TimeAsync());

    public void WriteTo(HashSet<string> outputTags)
    {
        foreach (var tag in tags)
        {
            var read = earlier.TryGetValue(tag, out var before) ? LoadMoment.Earlier(before, moment) : moment;
            if (counts is { } counted && CacheTag.IsOfCounts(tag))
                read = LoadMoment.Earlier(counted, read);
            outputTags.Add(new Dependency(tag, read.Evictions, read.SharedTime).ToString());
        }
        var timestamp = earlier.Values.Append(counts ?? moment).Aggregate(moment.Timestamp, static (oldest, read) => Math.Min(oldest, read.Timestamp));
        outputTags.Add(string.Create(CultureInfo.InvariantCulture, $"{TimestampPrefix}{timestamp}"));
    }

    /// <summary>Null where there is no load: such an answer is not stored.</summary>
    public static (long Timestamp, Dependency[] Dependencies)? Read(string[]? outputTags)
    {
        outputTags ??= [];
        var index = Array.FindIndex(outputTags, static tag => tag.StartsWith(TimestampPrefix, StringComparison.Ordinal));
        if (index < 0)
            return null;
        return (
            long.Parse(outputTags[index][TimestampPrefix.Length..], CultureInfo.InvariantCulture),
            [.. outputTags.Where((_, other) => other != index).Select(Dependency.Parse)]);
    }
}
