using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Shop.Catalog.Pictures;
using Shop.Catalog.Pictures.Objects;
using Shop.Catalog.Pictures.Patterns;
using Shop.Catalog.Seed;
using Xunit;

namespace Shop.Tests.Unit.Catalog;

public class ProductPictureTests
{
    const int LargestSize = 25 * 1024;

    static readonly List<string> Collection =
        [.. SeedProducts.From(0, new Dictionary<string, Guid>()).Take(SeedProducts.CollectionSize).Select(product => product.Sku)];

    /// <summary>Every object with every pattern, the palettes in turn; and skus that say nothing.</summary>
    static readonly List<string> Combinations =
    [
        .. PrintedObject.All.SelectMany((item, i) => Pattern.All.Select((pattern, j) => $"{item.Code}-{pattern.Code}-{Palette.All[(i + j) % Palette.All.Length].Code}-{i * j}")),
        "SOMETHING-ELSE", "MUG", "", "棉-布", "MUG-SEI-INK-<&'\">",
    ];

    [Fact]
    public void Clients_hear_of_changed_pictures_by_their_version()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var sku in Collection)
            hash.AppendData(Encoding.UTF8.GetBytes(ProductPicture.Draw(sku)));
        // Pictures have changed, and clients keep them for a year? Raise ProductPicture.Version and put the new hash here.
        Assert.Equal((1, "fa402b6c956455051b04622efd59d7ce"), (ProductPicture.Version, Convert.ToHexStringLower(hash.GetHashAndReset())[..32]));
    }

    [Fact]
    public void The_same_sku_gives_the_same_picture_in_any_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            var first = Combinations.ConvertAll(ProductPicture.Draw);
            CultureInfo.CurrentCulture = new CultureInfo("de-DE") { NumberFormat = { NegativeSign = "minus" } };
            Assert.Equal(first, Combinations.ConvertAll(ProductPicture.Draw));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void No_two_products_of_the_collection_look_the_same() => Assert.Distinct(Collection.Select(ProductPicture.Draw));

    [Theory]
    [InlineData(nameof(PictureView.Whole), "0 0 800 800")]
    [InlineData(nameof(PictureView.Artwork), "0 0 800 800")]
    [InlineData(nameof(PictureView.Detail), "330 60 400 400")]
    public void Pictures_are_small_square_well_formed_and_keep_to_themselves(string view, string shown) =>
        Assert.All(Collection.Concat(Combinations), sku =>
        {
            var text = ProductPicture.Draw(sku, Enum.Parse<PictureView>(view));
            Assert.InRange(Encoding.UTF8.GetByteCount(text), 1_000, LargestSize);
            var svg = XDocument.Parse(text).Root!;
            Assert.Equal(shown, svg.Attribute("viewBox")?.Value);

            var ids = svg.Descendants().Attributes("id").Select(id => id.Value).ToList();
            Assert.Distinct(ids);
            Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName is "script" or "image" or "foreignObject" or "style" or "a");
            foreach (var attribute in svg.Descendants().Attributes())
            {
                Assert.False(attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase), attribute.ToString());
                if (attribute.Name.LocalName == "href")
                    Assert.Contains(attribute.Value[1..], ids);
                else if (attribute.Value.Contains("url(", StringComparison.Ordinal))
                    Assert.Contains(attribute.Value["url(#".Length..^1], ids);
                Assert.DoesNotContain("NaN", attribute.Value, StringComparison.Ordinal);
            }
        });

    [Fact]
    public void The_same_artwork_is_on_all_objects_of_a_design()
    {
        // The first disc of the seeds that the artwork consists of, wherever it is placed.
        var artworks = (from item in (string[])["ART", "CRD"] select ProductPicture.Draw($"{item}-PHY-MNO-01")).ToList();
        var colours = artworks.ConvertAll(text => XDocument.Parse(text).Descendants().Where(element => element.Name.LocalName == "circle").Select(element => element.Attribute("fill")?.Value).Take(100).ToList());
        Assert.NotEmpty(colours[0]);
        Assert.Equal(colours[0], colours[1]);
    }

    [Fact]
    public void The_address_changes_with_the_sku_and_is_escaped()
    {
        Assert.NotEqual(PictureAddress.Hash("A"), PictureAddress.Hash("B"));
        Assert.StartsWith("/api/catalog/products/a%2Fb/picture?v=", PictureAddress.Of("a/b", "A", null), StringComparison.Ordinal);
    }
}
