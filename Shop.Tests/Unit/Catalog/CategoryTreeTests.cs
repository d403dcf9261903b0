using Shop.Catalog.Categories;
using Xunit;

namespace Shop.Tests.Unit.Catalog;

public class CategoryTreeTests
{
    static Category Create(string slug, Category? parent, int position) => new()
    {
        Id = Guid.CreateVersion7(),
        Slug = slug,
        NameEn = slug,
        NameZh = slug,
        DescriptionEn = "",
        DescriptionZh = "",
        ParentId = parent?.Id,
        Position = position,
    };

    [Fact]
    public void Nodes_know_their_path_and_their_subtree_in_order()
    {
        var root = Create("root", null, 1);
        var other = Create("other", null, 0);
        var late = Create("late", root, 5);
        var early = Create("early", root, 2);
        var deep = Create("deep", late, 1);
        var tree = new CategoryTree([deep, late, root, early, other]);

        Assert.Equal(["other", "root"], tree.Roots.Select(node => node.Category.Slug));
        Assert.Equal(["root", "early", "late", "deep"], tree.Find("root")!.Subtree().Select(node => node.Category.Slug));
        Assert.Equal(["root", "late", "deep"], tree.Find(deep.Id)!.Path().Select(node => node.Category.Slug));
        Assert.Null(tree.Find("elsewhere"));
    }

    [Fact]
    public void A_category_whose_parent_is_missing_is_shown_as_a_root() =>
        Assert.Equal(["orphan"], new CategoryTree([Create("orphan", Create("gone", null, 0), 0)]).Roots.Select(node => node.Category.Slug));
}
