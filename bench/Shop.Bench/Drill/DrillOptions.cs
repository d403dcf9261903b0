using System.Globalization;

namespace Shop.Bench.Drill;

/// <param name="Seconds">How long it is quiet, and how long a fault lasts at least.</param>
/// <param name="Reads">How many a second on each way.</param>
/// <param name="Only">Words that stand in the names of the faults; null for all.</param>
sealed record DrillOptions(int Seconds, int Reads, string? Only)
{
    /// <summary>Null for anything that is not understood.</summary>
    public static DrillOptions? Read(string[] args)
    {
        var options = new DrillOptions(20, 50, null);
        foreach (var pair in args.Chunk(2))
        {
            if (pair is ["--only", var words])
                options = options with { Only = words };
            else if (pair is ["--seconds" or "--reads", var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
                options = pair[0] == "--seconds" ? options with { Seconds = number } : options with { Reads = number };
            else
                return null;
        }
        return options;
    }

    public bool Names(string fault) => Only is null || Only.Split(' ').All(word => fault.Contains(word, StringComparison.OrdinalIgnoreCase));
}
