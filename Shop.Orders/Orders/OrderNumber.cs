namespace Shop.Orders.Orders;

/// <summary>
/// What people call an order by: eight letters and digits that can be read out, made of the 40 last random bits of its id, and so the same wherever
/// it is made. It tells nobody how many orders there are. The alphabet is Crockford's base 32, which has no I, L, O and U.
/// </summary>
static class OrderNumber
{
    public const int Length = 9;

    const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string Of(Guid order)
    {
        Span<byte> bytes = stackalloc byte[16];
        order.TryWriteBytes(bytes, bigEndian: true, out _);
        ulong bits = 0;
        foreach (var value in bytes[11..])
            bits = (bits << 8) | value;
        return string.Create(Length, bits, static (text, bits) =>
        {
            for (var i = 0; i < text.Length; i++)
                if (i == 4)
                    text[i] = '-';
                else
                {
                    text[i] = Alphabet[(int)((bits >> 35) & 31)];
                    bits <<= 5;
                }
        });
    }

    /// <summary>As it is kept, of what somebody has typed: without regard to case and hyphen, and with the usual mistakes. Null where it is no number.</summary>
    public static string? Normalize(string text)
    {
        var letters = text.Trim().TrimStart('#').Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant()
            .Replace('O', '0').Replace('I', '1').Replace('L', '1');
        return letters.Length == Length - 1 && letters.All(Alphabet.Contains) ? $"{letters[..4]}-{letters[4..]}" : null;
    }
}
