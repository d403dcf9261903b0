using Shop.ServiceDefaults.Localization;
using Shop.Web.Clients;

namespace Shop.Web.Components.Admin.Products;

static class CategoryChoices
{
    /// <summary>All of the tree as a list for choosing, each with the way to it.</summary>
    public static IEnumerable<(string Value, string Text)> Of(IReadOnlyList<ManagedCategory> categories) =>
        Below(categories, null, "").Select(static found => (found.Category.Id.ToString(), found.Path));

    /// <summary>Parents before their children, siblings in their order.</summary>
    public static IEnumerable<(ManagedCategory Category, string Path, int Depth)> Below(IReadOnlyList<ManagedCategory> categories, Guid? parent, string path, int depth = 0) =>
        categories.Where(category => category.ParentId == parent).SelectMany(category =>
        {
            var name = path + Language.Choose(category.NameEn, category.NameZh);
            return Below(categories, category.Id, name + " / ", depth + 1).Prepend((category, name, depth));
        });
}
