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
