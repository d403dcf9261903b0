namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>The spans of one trace that have come so far, in whatever order.</summary>
internal sealed class Trace(UInt128 id)
{
    readonly List<TraceSpan> _spans = [];
    readonly HashSet<ulong> _ids = [];
    TraceSummary? _summary;
    TraceSpan[]? _snapshot;

    public UInt128 Id => id;

    public long Bytes { get; private set; } = 256;

    public TraceSpan[] Spans
    {
        get
        {
            lock (_spans)
                return _snapshot ??= [.. _spans];
        }
    }

    public TraceSummary Summary
    {
        get
        {
            lock (_spans)
                return _summary ??= TraceSummary.Of(id, _snapshot ??= [.. _spans]);
        }
    }

    /// <returns>False where it is here already (an exporter sends again what it is not sure of), or the trace is full.</returns>
    public bool Add(TraceSpan span, int most)
    {
        lock (_spans)
        {
            if (_spans.Count >= most || !_ids.Add(span.SpanId))
                return false;
            _spans.Add(span);
            Bytes += span.Bytes + 40;
            (_summary, _snapshot) = (null, null);
            return true;
        }
    }
}

/// <summary>A trace as a line of a list.</summary>
/// <param name="Root">The span without a parent, or where that is not here (yet), the earliest whose parent is not.</param>
/// <param name="Services">Who took part, with how many spans and whether one failed, in the order in which they came in.</param>
internal sealed record TraceSummary(UInt128 Id, TraceSpan Root, DateTime Start, DateTime End, int Spans, int Errors, IReadOnlyList<ServiceShare> Services)
{
    public TimeSpan Duration => End - Start;

    public static TraceSummary Of(UInt128 id, TraceSpan[] spans)
    {
        var ids = spans.Select(s => s.SpanId).ToHashSet();
        var inOrder = spans.OrderBy(s => s.Start).ToArray();
        var root = inOrder.FirstOrDefault(s => s.ParentId == 0) ?? inOrder.FirstOrDefault(s => !ids.Contains(s.ParentId)) ?? inOrder[0];
        return new(
            id, root, inOrder[0].Start, spans.Max(s => s.End), spans.Length, spans.Count(s => s.IsError),
            [.. inOrder.GroupBy(s => s.Resource.Name).Select(g => new ServiceShare(g.Key, g.Count(), g.Any(s => s.IsError)))]);
    }
}

internal sealed record ServiceShare(string Name, int Spans, bool HasErrors);
