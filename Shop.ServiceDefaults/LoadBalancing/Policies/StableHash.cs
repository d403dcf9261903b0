using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Shop.ServiceDefaults.LoadBalancing.Policies;

/// <summary>The same in every process and at every start, which <see cref="string.GetHashCode()"/> is not: all callers must agree on where a key belongs.</summary>
internal static class StableHash
{
    internal static ulong Of(ReadOnlySpan<char> text, long seed = 0) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text), seed);
}
