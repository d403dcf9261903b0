using System.Globalization;

namespace Aspire.Dashboard.Telemetry.Runs;

/// <summary>This run's telemetry, and that of earlier ones where it is kept. Of those one at a time is in memory.</summary>
internal sealed class TelemetryRuns(TelemetryStore current, RunArchive? archive, TelemetryLimits limits)
{
    readonly Lock _lock = new();
    IReadOnlyList<TelemetryRun> _earlier = archive?.EarlierRuns() ?? [];
    (long Run, TelemetryStore Store)? _loaded;

    public TelemetryStore Current => current;

    /// <summary>The last one first.</summary>
    public IReadOnlyList<TelemetryRun> Earlier => _earlier;

    /// <summary>This run's too, and what is in the file.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            archive?.Clear();
            (_earlier, _loaded) = ([], null);
        }

        current.Clear();
    }

    /// <summary>The current one where none is named, or one that is not kept (any more).</summary>
    public TelemetryStore Find(string? run) => TryFind(run) ?? current;

    /// <summary>Null where one is named that is not kept (any more).</summary>
    public TelemetryStore? TryFind(string? run)
    {
        if (string.IsNullOrEmpty(run))
            return current;
        if (!long.TryParse(run, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || _earlier.FirstOrDefault(r => r.Id == id) is not { } earlier)
            return null;
        lock (_lock)
        {
            if (_loaded?.Run != id)
                _loaded = (id, archive!.Load(earlier, limits));
            return _loaded.Value.Store;
        }
    }
}

/// <summary>The telemetry that a browser's tab looks at.</summary>
internal sealed class ShownTelemetry(TelemetryRuns runs)
{
    public TelemetryStore Store { get; private set; } = runs.Current;

    public bool IsCurrent => ReferenceEquals(Store, runs.Current);

    public void Choose(string? run) => Store = runs.Find(run);
}
