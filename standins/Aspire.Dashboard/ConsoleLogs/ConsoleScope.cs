using Aspire.Dashboard.Model;
using Aspire.Dashboard.Resources;

namespace Aspire.Dashboard.ConsoleLogs;

/// <summary>Which consoles a choice on the page stands for.</summary>
internal static class ConsoleScope
{
    /// <summary>All visible resources when nothing is chosen; a row with replicas stands for itself and each of them.</summary>
    /// <param name="only">Of all resources those of these names; none are all.</param>
    public static IReadOnlyList<string> Ids(string? chosen, IReadOnlyDictionary<string, ResourceView> all, IReadOnlyCollection<string>? only = null)
    {
        if (string.IsNullOrEmpty(chosen))
            return [.. ResourceTree.InOrder(all.Values.Where(r => !r.IsHidden && (only is not { Count: > 0 } || only.Contains(r.Name)))).Select(r => r.Id)];
        return all.TryGetValue(chosen, out var view)
            ? [view.Id, .. ResourceTree.Replicas(view, all.Values).Select(r => r.Id)]
            : [chosen];
    }
}
