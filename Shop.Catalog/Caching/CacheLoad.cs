using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Shop.Catalog.Caching;

/// <summary>What an answer in the making is made of: when its parts were read, and what they hang on. One for each request.</summary>
sealed class CacheLoad(ProcessCache<byte[]> process, SharedCache shared, TimeProvider time)
{
    const string MomentPrefix = "loaded:";

    readonly HashSet<string> tags = [];
    LoadMoment moment;

    /// <summary>To be called before anything is read.</summary>
    public async Task BeginAsync() => moment = await NowAsync();

    public void DependsOn(string tag) => tags.Add(tag);

    /// <summary>On something that was read earlier, and so makes the answer as old.</summary>
    public void DependsOn(LoadMoment earlier) => moment = LoadMoment.Earlier(moment, earlier);

    public async Task<LoadMoment> NowAsync() => new(time.GetTimestamp(), process.Evictions, await shared.TimeAsync());

    public void WriteTo(HashSet<string> outputTags)
    {
        outputTags.UnionWith(tags);
        outputTags.Add(string.Create(CultureInfo.InvariantCulture, $"{MomentPrefix}{moment.Timestamp}:{moment.Evictions}:{moment.SharedTime}"));
    }

    /// <summary>Takes the moment out of the tags. Null where there is none: such an answer is not stored.</summary>
    public static LoadMoment? Read([NotNull] ref string[]? tags)
    {
        tags ??= [];
        var index = Array.FindIndex(tags, static tag => tag.StartsWith(MomentPrefix, StringComparison.Ordinal));
        if (index < 0)
            return null;
        var numbers = Array.ConvertAll(tags[index][MomentPrefix.Length..].Split(':'), static number => long.Parse(number, CultureInfo.InvariantCulture));
        tags = [.. tags[..index], .. tags[(index + 1)..]];
        return new(numbers[0], numbers[1], numbers[2]);
    }
}
