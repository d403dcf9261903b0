using System.Buffers.Binary;
using System.Buffers.Text;

namespace Shop.Users.Paging;

/// <summary>
/// The place in a list, newest first, after which the next page begins: the time and id of the last entry shown. Opaque to clients, and
/// checked, since they can send anything.
/// </summary>
readonly record struct TimeCursor(DateTimeOffset At, Guid Id)
{
    const int Length = 8 + 16;

    /// <summary>Before the first entry, so that the first page is the same query as all others.</summary>
    public static TimeCursor Start { get; } = new(DateTimeOffset.MaxValue, Guid.AllBitsSet);

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, At.UtcTicks);
        Id.TryWriteBytes(bytes[8..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryParse(string? text, out TimeCursor cursor)
    {
        cursor = Start;
        if (string.IsNullOrEmpty(text))
            return true;
        Span<byte> bytes = stackalloc byte[Length];
        if (!Base64Url.IsValid(text, out var length) || length != Length || !Base64Url.TryDecodeFromChars(text, bytes, out _))
            return false;
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks)
            return false;
        cursor = new(new(ticks, TimeSpan.Zero), new(bytes[8..], bigEndian: true));
        return true;
    }
}
