using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace Shop.Catalog.Products;

/// <summary>
/// The place in a sorted list after which the next page begins: the sort value and id of the last product shown. Written as base64url of one
/// byte for the sort, sixteen for the id and the rest for the value. Opaque to clients, and checked, since they can send anything.
/// </summary>
readonly record struct ProductCursor
{
    const int IdOffset = 1, ValueOffset = 17;
    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    ProductCursor(ProductSort sort, Guid id) => (Sort, Id) = (sort, id);

    public ProductSort Sort { get; }

    public Guid Id { get; }

    public DateTimeOffset CreatedAt { get; private init; }

    public decimal Price { get; private init; }

    public string Name { get; private init; } = "";

    public static ProductCursor AfterCreated(DateTimeOffset createdAt, Guid id) => new(ProductSort.Newest, id) { CreatedAt = createdAt };

    public static ProductCursor AfterPrice(ProductSort sort, decimal price, Guid id) => new(sort, id) { Price = price };

    public static ProductCursor AfterName(ProductSort sort, string name, Guid id) => new(sort, id) { Name = name };

    /// <summary>A place before the first product, so that the first page is the same query as all others.</summary>
    public static ProductCursor Start(ProductSort sort) => sort switch
    {
        ProductSort.Newest => AfterCreated(DateTimeOffset.MaxValue, Guid.AllBitsSet),
        ProductSort.PriceAscending => AfterPrice(sort, -1, Guid.Empty),
        ProductSort.PriceDescending => AfterPrice(sort, 9_999_999_999_999_999.99m, Guid.AllBitsSet),
        _ => AfterName(sort, "", Guid.Empty),
    };

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[ValueOffset + 4 * Product.NameLength];
        bytes[0] = (byte)Sort;
        Id.TryWriteBytes(bytes[IdOffset..], bigEndian: true, out _);
        var length = sizeof(long);
        switch (Sort)
        {
            case ProductSort.Newest:
                BinaryPrimitives.WriteInt64BigEndian(bytes[ValueOffset..], CreatedAt.UtcTicks);
                break;
            case ProductSort.PriceAscending or ProductSort.PriceDescending:
                BinaryPrimitives.WriteInt64BigEndian(bytes[ValueOffset..], (long)(Price * 100));
                break;
            default:
                length = StrictUtf8.GetBytes(Name, bytes[ValueOffset..]);
                break;
        }
        return Base64Url.EncodeToString(bytes[..(ValueOffset + length)]);
    }

    /// <summary>False for anything that <see cref="ToString"/> has not written for this <paramref name="sort"/>.</summary>
    public static bool TryParse(string text, ProductSort sort, out ProductCursor cursor)
    {
        cursor = default;
        Span<byte> buffer = stackalloc byte[ValueOffset + 4 * Product.NameLength];
        if (!Base64Url.IsValid(text, out var length) || length > buffer.Length || length < ValueOffset || !Base64Url.TryDecodeFromChars(text, buffer, out _))
            return false;
        var bytes = buffer[..length];
        if (bytes[0] != (byte)sort)
            return false;
        var id = new Guid(bytes[IdOffset..ValueOffset], bigEndian: true);
        var value = bytes[ValueOffset..];
        return sort is ProductSort.NameEn or ProductSort.NameZh ? TryReadName(sort, id, value, out cursor) : TryReadNumber(sort, id, value, out cursor);
    }

    static bool TryReadNumber(ProductSort sort, Guid id, ReadOnlySpan<byte> value, out ProductCursor cursor)
    {
        cursor = default;
        if (value.Length != sizeof(long))
            return false;
        var number = BinaryPrimitives.ReadInt64BigEndian(value);
        if (number < 0 || number > (sort == ProductSort.Newest ? DateTimeOffset.MaxValue.Ticks : 999_999_999_999_999_999))
            return false;
        cursor = sort == ProductSort.Newest
            ? AfterCreated(new DateTimeOffset(number, TimeSpan.Zero), id)
            : AfterPrice(sort, number / 100m, id);
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
            cursor = AfterName(sort, name, id);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
