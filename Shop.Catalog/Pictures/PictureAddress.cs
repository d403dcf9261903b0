using System.Globalization;

namespace Shop.Catalog.Pictures;

/// <summary>Where a product's picture is found. The address changes with the picture, so that clients may keep it for good.</summary>
static class PictureAddress
{
    public static string Of(string slug, string sku) => $"/api/catalog/products/{Uri.EscapeDataString(slug)}/picture?v={Hash(sku)}";

    /// <summary>Names the picture's content: drawn from the sku alone, it can only change with <see cref="ProductPicture.Version"/>.</summary>
    public static string Hash(string sku) =>
        PictureRandom.Hash(string.Create(CultureInfo.InvariantCulture, $"{ProductPicture.Version} {sku}")).ToString("x16", CultureInfo.InvariantCulture);
}
