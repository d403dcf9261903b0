using Shop.Catalog.Search;
using Shop.ServiceDefaults.Localization;


namespace Shop.Catalog.Categories;

/// <summary>All categories at one moment, by id and by slug, each with its children.</summary>
sealed class CategoryTree
{
    readonly Dictionary<Guid, Node> byId = [];
    readonly Dictionary<string, Node> bySlug = new(StringComparer.Ordinal);

    public CategoryTree(IEnumerable<Category> categories)
    {
        foreach (var category in categories)
            bySlug[category.Slug] = byId[category.Id] = new Node(category);
        foreach (var node in byId.Values)
            if (node.Category.ParentId is { } parentId && byId.TryGetValue(parentId, out var parent))
            {
                node.Parent = parent;
                parent.Children.Add(node);
            }
            else
                Roots.Add(node);
        Sort(Roots);
        foreach (var node in byId.Values)
            Sort(node.Children);
    }

    public List<Node> Roots { get; } = [];

    /// <summary>Parents before their children.</summary>
    public IEnumerable<Node> All => Roots.SelectMany(root => root.Subtree());

    public Node? Find(string slug) => bySlug.GetValueOrDefault(slug);

    public Node? Find(Guid id) => byId.GetValueOrDefault(id);

    static void Sort(List<Node> nodes) => nodes.Sort((a, b) => a.Category.Position.CompareTo(b.Category.Position));

    public sealed class Node(Category category)
    {
        public Category Category { get; } = category;

        public Node? Parent { get; set; }

        public List<Node> Children { get; } = [];

        public string Name => Language.Choose(Category.NameEn, Category.NameZh);

        /// <summary>Of the names in both languages, as a search is taken apart.</summary>
        public IReadOnlyList<string> Words { get; } = [.. SearchTerms.Split(category.NameEn), .. SearchTerms.Split(category.NameZh)];

        public string Description => Language.Choose(Category.DescriptionEn, Category.DescriptionZh);

        /// <summary>This node and all below it.</summary>
        public IEnumerable<Node> Subtree() => Children.SelectMany(child => child.Subtree()).Prepend(this);

        /// <summary>From the root to this node.</summary>
        public IEnumerable<Node> Path() => Parent is null ? [this] : Parent.Path().Append(this);
    }
}
