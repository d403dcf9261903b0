namespace Shop.Catalog.Caching;

/// <summary>
/// When something was read from the database, as far as one can say before it is read: on this process's clock, by the number of evictions
/// it has seen, and on Redis's clock, which all replicas share (0 where Redis is away).
/// </summary>
readonly record struct LoadMoment(long Timestamp, long Evictions, long SharedTime)
{
    /// <summary>Of an answer that is made of both: it is as old as the older.</summary>
    public static LoadMoment Earlier(LoadMoment a, LoadMoment b) =>
        new(Math.Min(a.Timestamp, b.Timestamp), Math.Min(a.Evictions, b.Evictions), Math.Min(a.SharedTime, b.SharedTime));
}
