namespace Shop.Catalog.Pictures;

/// <summary>What a drawn picture shows of a product.</summary>
enum PictureView
{
    /// <summary>The whole of it, as in lists.</summary>
    Whole,

    /// <summary>The artwork alone, flat.</summary>
    Artwork,

    /// <summary>The upper right of it, twice as large: what it is made of.</summary>
    Detail,
}

/// <summary>What addresses call the views. The whole has no name.</summary>
static class PictureViews
{
    static readonly (PictureView View, string Name)[] Named = [(PictureView.Artwork, "artwork"), (PictureView.Detail, "detail")];

    public static string? Name(this PictureView view) => Array.Find(Named, named => named.View == view).Name;

    /// <summary>Null for a name that none has.</summary>
    public static PictureView? Find(string? name) => string.IsNullOrEmpty(name)
        ? PictureView.Whole
        : Array.Find(Named, named => named.Name == name) is { Name: not null } found ? found.View : null;
}
