namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>A span in its place below others.</summary>
/// <param name="IsOrphan">Its parent is not here: not sent, not yet come, or dropped.</param>
public sealed record SpanNode(TraceSpan Span, int Depth, int Children, bool IsOrphan);

/// <summary>
/// The spans of a trace as a tree, parents before their children, children by their start. Whatever the spans say of their parents, each
/// is in it once: an orphan is a root, and a circle is cut at its earliest span.
/// </summary>
internal static class SpanTree
{
    public static IReadOnlyList<SpanNode> Build(IReadOnlyList<TraceSpan> spans)
    {
        var ids = new HashSet<ulong>(spans.Select(s => s.SpanId));
        var children = spans.Where(s => s.ParentId != 0 && s.ParentId != s.SpanId).OrderBy(s => s.Start).ToLookup(s => s.ParentId);
        var inOrder = spans.OrderBy(s => s.Start).ToArray();
        var nodes = new List<SpanNode>(spans.Count);
        var placed = new HashSet<ulong>();
        foreach (var root in inOrder.Where(s => s.ParentId == 0 || s.ParentId == s.SpanId || !ids.Contains(s.ParentId)))
            Place(root);
        foreach (var span in inOrder)
            if (!placed.Contains(span.SpanId))
                Place(span);
        return nodes;

        // Not by calling itself: a chain of thousands would be too deep.
        void Place(TraceSpan root)
        {
            var pending = new Stack<(TraceSpan Span, int Depth)>();
            pending.Push((root, 0));
            while (pending.TryPop(out var next))
            {
                if (!placed.Add(next.Span.SpanId))
                    continue;
                var below = children[next.Span.SpanId].Where(c => !placed.Contains(c.SpanId)).ToArray();
                nodes.Add(new(next.Span, next.Depth, below.Length, next.Span.ParentId != 0 && !ids.Contains(next.Span.ParentId)));
                for (var i = below.Length - 1; i >= 0; i--)
                    pending.Push((below[i], next.Depth + 1));
            }
        }
    }
}
