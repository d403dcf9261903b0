using Aspire.Dashboard.Model;

namespace Aspire.Dashboard.Resources;

/// <summary>A resource in its place, and those that it refers to.</summary>
/// <param name="Column">0 for those that nobody refers to, who stand leftmost.</param>
/// <param name="Row">Its place among those of its column, from above.</param>
internal sealed record GraphNode(ResourceView View, int Column, int Row, IReadOnlyList<string> To);

/// <summary>The resources as a graph of their references: who refers to others stands left of them, a circle is cut where it is met.</summary>
internal static class ResourceGraphLayout
{
    /// <summary>Replicas are their resource's one node.</summary>
    public static IReadOnlyList<GraphNode> Of(IReadOnlyDictionary<string, ResourceView> all)
    {
        var nodes = ResourceTree.InOrder(all.Values.Where(r => !r.IsHidden && !r.IsRemoved && r.Type != "Parameter" && !ResourceTree.IsReplica(r, all)))
            .DistinctBy(r => r.Name, StringComparer.Ordinal).ToDictionary(r => r.Name, StringComparer.Ordinal);
        // A row above replicas has no references of its own.
        var links = nodes.Values.ToDictionary(
            r => r.Name,
            r => ResourceTree.Replicas(r, all.Values).Prepend(r).SelectMany(v => v.Relationships).Where(l => l.ResourceName != r.Name && nodes.ContainsKey(l.ResourceName)).ToArray(),
            StringComparer.Ordinal);
        var edges = links.ToDictionary(l => l.Key, l => l.Value.Select(r => r.ResourceName).Distinct().Order(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
        string[] names = [.. nodes.Keys];
        var columns = Columns(names, WithoutCircles(links));
        var rows = Rows(names, edges, columns);
        return [.. nodes.Values.Select(r => new GraphNode(r, columns[r.Name], rows[r.Name], edges[r.Name])).OrderBy(n => n.Column).ThenBy(n => n.Row)];
    }

    /// <summary>The longest way from one that nobody refers to.</summary>
    static Dictionary<string, int> Columns(string[] names, Dictionary<string, HashSet<string>> forward)
    {
        var columns = names.ToDictionary(n => n, _ => 0);
        // Without circles no way is longer than there are resources.
        for (var round = 0; round < names.Length; round++)
            foreach (var (from, targets) in forward)
                foreach (var to in targets)
                    columns[to] = Math.Max(columns[to], columns[from] + 1);
        return columns;
    }

    /// <summary>Who waits for another, or stands under it, comes first: those can't go round in a circle. A mere reference may, and is left out where it would close one.</summary>
    static Dictionary<string, HashSet<string>> WithoutCircles(Dictionary<string, RelationshipView[]> links)
    {
        var forward = links.Keys.ToDictionary(n => n, _ => new HashSet<string>());
        foreach (var (from, link) in links.SelectMany(l => l.Value.Select(r => (l.Key, r))).OrderBy(l => l.r.Type == "Reference" ? 1 : 0))
            if (!Leads(link.ResourceName, from, []))
                forward[from].Add(link.ResourceName);
        return forward;

        bool Leads(string from, string to, HashSet<string> seen) => from == to || (seen.Add(from) && forward[from].Any(next => Leads(next, to, seen)));
    }

    /// <summary>Each near the middle of those that refer to it, so that few lines cross.</summary>
    static Dictionary<string, int> Rows(string[] names, Dictionary<string, string[]> edges, Dictionary<string, int> columns)
    {
        var rows = new Dictionary<string, int>();
        foreach (var column in names.GroupBy(n => columns[n]).OrderBy(g => g.Key))
        {
            var place = 0;
            foreach (var name in column.OrderBy(Middle).ThenBy(n => n, StringComparer.Ordinal))
                rows[name] = place++;
        }

        return rows;

        double Middle(string name)
        {
            var referrers = edges.Where(e => e.Value.Contains(name) && rows.ContainsKey(e.Key)).Select(e => rows[e.Key]).ToArray();
            return referrers.Length == 0 ? int.MaxValue : referrers.Average();
        }
    }
}
