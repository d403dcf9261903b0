namespace Aspire.Dashboard.Telemetry;

/// <summary>
/// Telemetry says the same few things again and again. Equal texts become the same object, as far as a table of fixed size remembers them;
/// what it forgets only costs memory. Needs no lock: a lost write is a text that is not shared.
/// </summary>
internal sealed class TextPool
{
    const int Slots = 4_096;
    const int LongestText = 1_024;

    readonly string?[] _slots = new string?[Slots];

    public string Share(string text)
    {
        if (text.Length == 0)
            return "";
        if (text.Length > LongestText)
            return text;
        ref var slot = ref _slots[string.GetHashCode(text) & (Slots - 1)];
        if (slot is { } known && known == text)
            return known;
        slot = text;
        return text;
    }
}
