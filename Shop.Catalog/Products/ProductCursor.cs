using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace Shop.Catalog.Products;

/// <summary>
/// A place in a sorted list, from where a page goes forwards or backwards: what a product at the page's edge is sorted by, and its id. Written
/// as base64url of one byte for the sort, sixteen for the id and the rest for the values. Opaque to clients, and checked, since they can
/// send anything.
/// </summary>
readonly record struct ProductCursor
{
    const int IdOffset = 1, ValueOffset = 17, CountOffset = ValueOffset + sizeof(long), LongestValue = 4 * Product.NameLength;
    const long LargestPrice = 999_999_999_999_999_999, LargestRating = 500;
    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    readonly long value;

    ProductCursor(ProductSort sort, Guid id, long value = 0) => (Sort, Id, this.value) = (sort, id, value);

    public ProductSort Sort { get; }

    public Guid Id { get; }

    public DateTimeOffset CreatedAt => new(value, TimeSpan.Zero);

    public decimal Price => value / 100m;

    public string Name { get; private init; } = "";

    public decimal RatingAverage => value / 100m;

    public int RatingCount { get; private init; }

    public int Rank => (int)value;

    public int Sold { get; private init; }

    public static ProductCursor AtCreated(DateTimeOffset createdAt, Guid id) => new(ProductSort.Newest, id, createdAt.UtcTicks);

    public static ProductCursor AtPrice(ProductSort sort, decimal price, Guid id) => new(sort, id, (long)(price * 100));

    public static ProductCursor AtName(ProductSort sort, string name, Guid id) => new(sort, id) { Name = name };

    public static ProductCursor AtRating(decimal average, int count, Guid id) => new(ProductSort.Rating, id, (long)(average * 100)) { RatingCount = count };

    public static ProductCursor AtSold(int sold, Guid id) => new(ProductSort.Bestselling, id) { Sold = sold };

    public static ProductCursor AtRank(int rank, int sold, Guid id) => new(ProductSort.Relevance, id, rank) { Sold = sold };

    public static ProductCursor At(ProductRow row, ProductSort sort) => sort switch
    {
        ProductSort.Newest => AtCreated(row.CreatedAt, row.Id),
        ProductSort.NameEn => AtName(sort, row.NameEn, row.Id),
        ProductSort.NameZh => AtName(sort, row.NameZh, row.Id),
        ProductSort.Rating => AtRating(row.RatingAverage, row.RatingCount, row.Id),
        ProductSort.Bestselling => AtSold(row.Sold, row.Id),
        ProductSort.Relevance => AtRank(row.Rank, row.Sold, row.Id),
        _ => AtPrice(sort, row.Price, row.Id),
    };

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[ValueOffset + LongestValue];
        bytes[0] = (byte)Sort;
        Id.TryWriteBytes(bytes[IdOffset..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes[..(ValueOffset + WriteValue(bytes))]);
    }

    /// <summary>False for anything that <see cref="ToString"/> has not written for this <paramref name="sort"/>.</summary>
    public static bool TryParse(string text, ProductSort sort, out ProductCursor cursor)
    {
        cursor = default;
        Span<byte> buffer = stackalloc byte[ValueOffset + LongestValue];
        if (!Base64Url.IsValid(text, out var length) || length > buffer.Length || length < ValueOffset || !Base64Url.TryDecodeFromChars(text, buffer, out _))
            return false;
        var bytes = buffer[..length];
        // Where too many products match to rank them all, the best sellers come first: see ProductLists.
        var written = (ProductSort)bytes[0];
        if (written != sort && (sort, written) is not (ProductSort.Relevance, ProductSort.Bestselling))
            return false;
        var id = new Guid(bytes[IdOffset..ValueOffset], bigEndian: true);
        return written is ProductSort.NameEn or ProductSort.NameZh
            ? TryReadName(written, id, bytes[ValueOffset..], out cursor)
            : TryReadNumbers(written, id, bytes, out cursor);
    }

    int WriteValue(Span<byte> bytes)
    {
        if (Sort is ProductSort.NameEn or ProductSort.NameZh)
            return StrictUtf8.GetBytes(Name, bytes[ValueOffset..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes[ValueOffset..], value);
        if (!HasCount(Sort))
            return sizeof(long);
        BinaryPrimitives.WriteInt32BigEndian(bytes[CountOffset..], Sort == ProductSort.Rating ? RatingCount : Sold);
        return sizeof(long) + sizeof(int);
    }

    static bool HasCount(ProductSort sort) => sort is ProductSort.Rating or ProductSort.Bestselling or ProductSort.Relevance;

    static bool TryReadNumbers(ProductSort sort, Guid id, ReadOnlySpan<byte> bytes, out ProductCursor cursor)
    {
        cursor = default;
        if (bytes.Length != CountOffset + (HasCount(sort) ? sizeof(int) : 0))
            return false;
        var value = BinaryPrimitives.ReadInt64BigEndian(bytes[ValueOffset..]);
        var count = HasCount(sort) ? BinaryPrimitives.ReadInt32BigEndian(bytes[CountOffset..]) : 0;
        var largest = sort switch
        {
            ProductSort.Newest => DateTimeOffset.MaxValue.Ticks,
            ProductSort.PriceAscending or ProductSort.PriceDescending => LargestPrice,
            ProductSort.Rating => LargestRating,
            ProductSort.Relevance => int.MaxValue,
            _ => 0,
        };
        if (value < 0 || value > largest || count < 0)
            return false;
        cursor = sort == ProductSort.Rating ? new(sort, id, value) { RatingCount = count } : new(sort, id, value) { Sold = count };
        return true;
    }

    static bool TryReadName(ProductSort sort, Guid id, ReadOnlySpan<byte> value, out ProductCursor cursor)
    {
        cursor = default;
        try
        {
            var name = StrictUtf8.GetString(value);
            // PostgreSQL's text knows no NUL.
            if (name.Length > Product.NameLength || name.Contains('\0', StringComparison.Ordinal))
                return false;
            cursor = AtName(sort, name, id);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
