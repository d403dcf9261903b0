using System.Text;

namespace Shop.Catalog.Caching;

/// <summary>An answer as Redis keeps it: what it hangs on and when that was read, on Redis's clock, and its bytes.</summary>
sealed record CachedAnswer(IReadOnlyList<(string Tag, long SharedTime)> Tags, byte[] Body)
{
    /// <summary>Of this format. A replica of another version reads its own.</summary>
    const byte Version = 2;

    public byte[] ToBytes()
    {
        var bytes = new MemoryStream(Body.Length + 72 * Tags.Count + 16);
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Version);
        writer.Write7BitEncodedInt(Tags.Count);
        foreach (var (tag, time) in Tags)
        {
            writer.Write(tag);
            writer.Write(time);
        }
        writer.Write(Body);
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Null for what another version has written.</summary>
    public static CachedAnswer? Read(byte[] bytes)
    {
        if (bytes is not [Version, ..])
            return null;
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        reader.ReadByte();
        var tags = new (string, long)[reader.Read7BitEncodedInt()];
        for (var index = 0; index < tags.Length; index++)
            tags[index] = (reader.ReadString(), reader.ReadInt64());
        return new(tags, bytes[(int)reader.BaseStream.Position..]);
    }
}
