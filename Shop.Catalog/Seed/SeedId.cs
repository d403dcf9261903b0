using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Shop.Catalog.Seed;

/// <summary>A UUIDv7 that is the same in every database: its time is the row's, its random part the hash of the row's key.</summary>
static class SeedId
{
    public static Guid From(string key, DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), bytes);
        Span<byte> milliseconds = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(milliseconds, time.ToUnixTimeMilliseconds());
        milliseconds[2..].CopyTo(bytes);
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x70);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes[..16], bigEndian: true);
    }
}
