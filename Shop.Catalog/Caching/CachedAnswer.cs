using System.Text;

namespace Shop.Catalog.Caching;

/// <summary>An answer as Redis keeps it: when it was read, what it hangs on, and its bytes.</summary>
sealed record CachedAnswer(long SharedTime, string[] Tags, byte[] Body)
{
    /// <summary>Of this format. A replica of another version reads its own.</summary>
    const byte Version = 1;

    public byte[] ToBytes()
    {
        var bytes = new MemoryStream(Body.Length + 64 * Tags.Length + 16);
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(SharedTime);
        writer.Write7BitEncodedInt(Tags.Length);
        foreach (var tag in Tags)
            writer.Write(tag);
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
        var time = reader.ReadInt64();
        var tags = new string[reader.Read7BitEncodedInt()];
        for (var index = 0; index < tags.Length; index++)
            tags[index] = reader.ReadString();
        return new(time, tags, bytes[(int)reader.BaseStream.Position..]);
    }
}
