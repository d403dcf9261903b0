using Aspire.Dashboard.Model;

namespace Aspire.Dashboard.Resources;

/// <summary>One line of the table.</summary>
/// <param name="View">What it shows.</param>
/// <param name="Depth">0 for a root.</param>
/// <param name="Children">How many stand directly under it, shown or not.</param>
/// <param name="IsCollapsed">They are not shown.</param>
/// <param name="IsReplica">It is one of several instances of its parent.</param>
internal readonly record struct ResourceRow(ResourceView View, int Depth, int Children, bool IsCollapsed, bool IsReplica);

/// <summary>Resources in the order of the table: by name, replicas and children under their parents.</summary>
internal static class ResourceTree
{
    /// <summary>
    /// Each visible resource stands in it exactly once, also where parents are missing or go round in a circle. With a filter a
    /// parent stays for the sake of a child that matches, and nothing is collapsed.
    /// </summary>
    public static IReadOnlyList<ResourceRow> Build(IEnumerable<ResourceView> resources, ResourceFilter filter, IReadOnlySet<string> collapsed)
    {
        var visible = resources.Where(r => !r.IsHidden && !r.IsRemoved).ToDictionary(r => r.Id, StringComparer.Ordinal);
        var children = visible.Values
            .Where(r => Parent(r, visible) is not null)
            .ToLookup(r => r.ParentId!, StringComparer.Ordinal);
        var rows = new List<ResourceRow>(visible.Count);
        var placed = new HashSet<string>(StringComparer.Ordinal);

        foreach (var root in InOrder(visible.Values.Where(r => Parent(r, visible) is null)))
            Place(root, 0);
        foreach (var inCircle in InOrder(visible.Values))
            Place(inCircle, 0);
        return rows;

        bool Place(ResourceView view, int depth)
        {
            if (!placed.Add(view.Id))
                return false;

            var at = rows.Count;
            rows.Add(default);
            var count = 0;
            var keeps = filter.Matches(view);
            foreach (var child in InOrder(children[view.Id]))
            {
                count++;
                keeps |= Place(child, depth + 1);
            }

            var isCollapsed = count > 0 && filter.IsEmpty && collapsed.Contains(view.Id);
            if (isCollapsed)
                rows.RemoveRange(at + 1, rows.Count - at - 1);
            if (keeps)
                rows[at] = new ResourceRow(view, depth, count, isCollapsed, IsReplica(view, visible));
            else
                rows.RemoveAt(at);
            return keeps;
        }
    }

    /// <summary>The replicas of a row, or none when it is an ordinary one.</summary>
    public static IEnumerable<ResourceView> Replicas(ResourceView view, IEnumerable<ResourceView> all) =>
        InOrder(all.Where(r => r.ParentId == view.Id && r.Name == view.Name && r.Id != view.Id));

    public static bool IsReplica(ResourceView view, IReadOnlyDictionary<string, ResourceView> all) =>
        Parent(view, all) is { } parent && parent.Name == view.Name;

    public static IOrderedEnumerable<ResourceView> InOrder(IEnumerable<ResourceView> resources) =>
        resources.OrderBy(r => r.DisplayName, StringComparer.OrdinalIgnoreCase).ThenBy(r => r.Id, StringComparer.Ordinal);

    static ResourceView? Parent(ResourceView view, IReadOnlyDictionary<string, ResourceView> all) =>
        view.ParentId is { } id && id != view.Id ? all.GetValueOrDefault(id) : null;
}
