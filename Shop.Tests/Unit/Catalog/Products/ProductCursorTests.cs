using System.Buffers.Text;
using CsCheck;
using Shop.Catalog.Products;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Products;

public class ProductCursorTests
{
    static Gen<ProductSort> Either(params ProductSort[] sorts) => Gen.Int[0, sorts.Length - 1].Select(index => sorts[index]);

    static readonly Gen<Guid> Ids = Gen.Byte.Array[16].Select(bytes => new Guid(bytes));

    static readonly Gen<ProductCursor> Created =
        from ticks in Gen.Long[0, DateTimeOffset.MaxValue.Ticks]
        from id in Ids
        select ProductCursor.AtCreated(new DateTimeOffset(ticks, TimeSpan.Zero), id);

    static readonly Gen<ProductCursor> Priced =
        from cents in Gen.Long[0, 999_999_999_999_999_999]
        from id in Ids
        from sort in Either(ProductSort.PriceAscending, ProductSort.PriceDescending)
        select ProductCursor.AtPrice(sort, cents / 100m, id);

    static readonly Gen<ProductCursor> Named =
        from name in Gen.Char.Where(c => c != '\0' && !char.IsSurrogate(c)).Array[0, Product.NameLength].Select(chars => new string(chars))
        from id in Ids
        from sort in Either(ProductSort.NameEn, ProductSort.NameZh)
        select ProductCursor.AtName(sort, name, id);

    static readonly Gen<ProductCursor> Counted =
        from value in Gen.Int[0, int.MaxValue]
        from count in Gen.Int[0, int.MaxValue]
        from id in Ids
        from sort in Either(ProductSort.Rating, ProductSort.Bestselling, ProductSort.Relevance)
        select sort switch
        {
            ProductSort.Rating => ProductCursor.AtRating(value % 501 / 100m, count, id),
            ProductSort.Bestselling => ProductCursor.AtSold(count, id),
            _ => ProductCursor.AtRank(value, count, id),
        };

    static readonly Gen<ProductCursor> Cursors = Gen.OneOf(Created, Priced, Named, Counted);

    static readonly Gen<ProductSort> Sorts = Either(Enum.GetValues<ProductSort>());

    [Fact]
    public void What_is_written_is_read_again() =>
        Cursors.Sample(cursor => ProductCursor.TryParse(cursor.ToString(), cursor.Sort, out var read) && read == cursor);

    [Fact]
    public void It_can_stand_in_an_address_as_it_is() =>
        Cursors.Sample(cursor => Uri.EscapeDataString(cursor.ToString()) == cursor.ToString());

    [Fact]
    public void A_cursor_of_another_sort_is_refused() =>
        Gen.Select(Cursors, Sorts).Where((cursor, sort) => cursor.Sort != sort && (sort, cursor.Sort) is not (ProductSort.Relevance, ProductSort.Bestselling))
            .Sample((cursor, sort) => !ProductCursor.TryParse(cursor.ToString(), sort, out _));

    [Fact]
    public void A_number_cut_short_or_prolonged_is_refused() =>
        Gen.Select(Gen.OneOf(Created, Priced, Counted), Gen.Int[-25, 40]).Where((_, change) => change != 0).Sample((cursor, change) =>
        {
            var bytes = Base64Url.DecodeFromChars(cursor.ToString());
            Array.Resize(ref bytes, bytes.Length + change);
            return !ProductCursor.TryParse(Base64Url.EncodeToString(bytes), cursor.Sort, out _);
        });

    [Fact]
    public void Whatever_is_sent_is_read_or_refused_but_never_throws() =>
        Gen.Select(Gen.OneOf(Gen.String, Gen.Byte.Array[0, 1200].Select(bytes => Base64Url.EncodeToString(bytes))), Sorts)
            .Sample((text, sort) => !ProductCursor.TryParse(text, sort, out var cursor) || cursor.Sort == sort || cursor.Sort == ProductSort.Bestselling);

    [Fact]
    public void A_list_by_relevance_goes_on_by_best_sellers_where_it_began_so()
    {
        var cursor = ProductCursor.AtSold(3, Guid.NewGuid());
        Assert.True(ProductCursor.TryParse(cursor.ToString(), ProductSort.Relevance, out var read));
        Assert.Equal(cursor, read);
        Assert.False(ProductCursor.TryParse(ProductCursor.AtRank(3, 3, Guid.NewGuid()).ToString(), ProductSort.Bestselling, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64url!")]
    [InlineData("AQ")]
    public void Scraps_are_refused(string text) => Assert.False(ProductCursor.TryParse(text, ProductSort.Newest, out _));

    [Fact]
    public void A_name_that_the_database_could_not_take_is_refused()
    {
        byte[] nul = [(byte)ProductSort.NameEn, .. new byte[16], (byte)'a', 0];
        byte[] brokenUtf8 = [(byte)ProductSort.NameEn, .. new byte[16], 0xC3];
        Assert.False(ProductCursor.TryParse(Base64Url.EncodeToString(nul), ProductSort.NameEn, out _));
        Assert.False(ProductCursor.TryParse(Base64Url.EncodeToString(brokenUtf8), ProductSort.NameEn, out _));
    }
}
