using System.Globalization;

namespace Shop.Catalog.Pictures;

/// <summary>Where a product's pictures are found. An address changes with the picture, so that clients may keep it for good.</summary>
static class PictureAddress
{
    /// <summary>The one that lists show: the first that staff has put there, or the drawn one.</summary>
    public static string Of(string slug, string sku, Guid? cover) => cover is { } id ? OfUploaded(id) : OfDrawn(slug, sku, PictureView.Whole);

    /// <summary>All that there are of a product, the one for lists first.</summary>
    public static IReadOnlyList<string> All(string slug, string sku, IReadOnlyCollection<Guid> uploaded) => uploaded.Count > 0
        ? [.. uploaded.Select(OfUploaded)]
        : [.. Enum.GetValues<PictureView>().Select(view => OfDrawn(slug, sku, view))];

    public static string OfUploaded(Guid id) => $"/api/catalog/pictures/{id}";

    static string OfDrawn(string slug, string sku, PictureView view) =>
        $"/api/catalog/products/{Uri.EscapeDataString(slug)}/picture?v={Hash(sku)}{(view.Name() is { } name ? "&view=" + name : "")}";

    /// <summary>Names the picture's content: drawn from the sku alone, it can only change with <see cref="ProductPicture.Version"/>.</summary>
    public static string Hash(string sku) =>
        PictureRandom.Hash(string.Create(CultureInfo.InvariantCulture, $"{ProductPicture.Version} {sku}")).ToString("x16", CultureInfo.InvariantCulture);
}
