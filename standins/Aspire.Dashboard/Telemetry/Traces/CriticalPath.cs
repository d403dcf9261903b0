namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>A stretch of time in which the trace waited for nothing but this span's own work.</summary>
internal readonly record struct PathPart(ulong SpanId, DateTime From, DateTime To);

/// <summary>
/// What the length of a trace is made of. It is followed backwards from the end: at each moment to the child that ended last before it, and
/// what no child covers is the span's own. Making any other part shorter would not end the trace earlier.
/// </summary>
internal static class CriticalPath
{
    public static IReadOnlyList<PathPart> Of(IReadOnlyList<SpanNode> tree)
    {
        if (tree.Count == 0)
            return [];
        var children = new List<int>[tree.Count];
        var ends = new DateTime[tree.Count];
        var above = new Stack<int>();
        var roots = new List<int>();
        for (var i = 0; i < tree.Count; i++)
        {
            children[i] = [];
            while (above.Count > 0 && tree[above.Peek()].Depth >= tree[i].Depth)
                above.Pop();
            if (above.Count > 0)
                children[above.Peek()].Add(i);
            else
                roots.Add(i);
            above.Push(i);
        }

        // Work that a span has caused may go on long after it: a message is handled when its sender is done.
        for (var i = tree.Count - 1; i >= 0; i--)
            ends[i] = children[i].Select(c => ends[c]).Append(tree[i].Span.End).Max();

        var parts = new List<PathPart>();
        var pending = new Stack<(int Node, DateTime Until)>();
        var last = roots.MaxBy(r => ends[r]);
        pending.Push((last, ends[last]));
        while (pending.TryPop(out var step))
        {
            var span = tree[step.Node].Span;
            var until = step.Until;
            foreach (var child in children[step.Node].OrderByDescending(c => ends[c]))
            {
                if (ends[child] > until || tree[child].Span.Start >= until)
                    continue;
                Own(span, ends[child], until);
                pending.Push((child, ends[child]));
                until = tree[child].Span.Start;
            }

            Own(span, span.Start, until);
        }

        parts.Reverse();
        return [.. parts.OrderBy(p => p.From)];

        void Own(TraceSpan span, DateTime from, DateTime to)
        {
            from = from < span.Start ? span.Start : from;
            to = to > span.End ? span.End : to;
            if (from < to)
                parts.Add(new(span.SpanId, from, to));
        }
    }
}
