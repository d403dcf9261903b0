using System.Collections.Immutable;
using Aspire.Dashboard.Model;

namespace Aspire.Dashboard.Resources;

/// <summary>What the table is narrowed to. Empty parts ask for nothing.</summary>
internal sealed record ResourceFilter
{
    /// <summary>Every word must occur in the name, type, state, source, message or an address.</summary>
    public string Text { get; init; } = "";

    public ImmutableSortedSet<string> Types { get; init; } = [];

    public ImmutableSortedSet<string> States { get; init; } = [];

    public ImmutableSortedSet<string> Healths { get; init; } = [];

    public bool IsEmpty => string.IsNullOrWhiteSpace(Text) && Types.IsEmpty && States.IsEmpty && Healths.IsEmpty;

    public bool Matches(ResourceView view) =>
        Accepts(Types, view.Type) && Accepts(States, view.State) && Accepts(Healths, view.Health) && HasText(view);

    static bool Accepts(ImmutableSortedSet<string> wanted, string? value) => wanted.IsEmpty || (value is not null && wanted.Contains(value));

    bool HasText(ResourceView view)
    {
        foreach (var word in Text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Texts(view).Any(t => t?.Contains(word, StringComparison.OrdinalIgnoreCase) == true))
                return false;
        }

        return true;
    }

    static IEnumerable<string?> Texts(ResourceView view) =>
        [view.DisplayName, view.Name, view.Id, view.Type, view.State, view.Source, view.Message, .. view.Urls.Select(u => u.Url)];
}
