using Aspire.Dashboard.Model;

namespace Aspire.Dashboard.Resources;

/// <summary>Another resource that one refers to, or that refers to it.</summary>
/// <param name="Id">Null when the other one is not there.</param>
/// <param name="Name">Its name.</param>
/// <param name="Types">Reference, WaitFor ...</param>
public sealed record ResourceLink(string? Id, string Name, string Types);

/// <summary>References both ways. Replicas stand together as the one resource they are.</summary>
internal static class ResourceLinks
{
    public static IReadOnlyList<ResourceLink> From(ResourceView view, IEnumerable<ResourceView> all) =>
        Links(view.Relationships.Select(r => (r.ResourceName, r.Type)), all);

    public static IReadOnlyList<ResourceLink> To(ResourceView view, IEnumerable<ResourceView> all) =>
        Links(
            all.Where(r => r.Name != view.Name && !r.IsHidden)
                .SelectMany(r => r.Relationships.Where(l => l.ResourceName == view.Name).Select(l => (r.Name, l.Type))),
            all);

    static ResourceLink[] Links(IEnumerable<(string Name, string Type)> links, IEnumerable<ResourceView> all)
    {
        // The aggregated row comes before its replicas.
        var ids = all.OrderBy(r => r.Id == r.Name ? 0 : 1).ThenBy(r => r.Id, StringComparer.Ordinal)
            .GroupBy(r => r.Name, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First().Id, StringComparer.Ordinal);
        return
        [
            .. links.GroupBy(l => l.Name, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.OrdinalIgnoreCase)
                .Select(g => new ResourceLink(ids.GetValueOrDefault(g.Key), g.Key, string.Join(", ", g.Select(l => l.Type).Distinct()))),
        ];
    }
}
