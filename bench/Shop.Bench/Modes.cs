namespace Shop.Bench;

/// <summary>What is measured only where the stand-ins are: with the published packages there is no dashboard of ours.</summary>
static partial class Modes
{
    /// <summary>Null where it can't be had.</summary>
    public static Func<CancellationToken, Task>? Ingest
    {
        get
        {
            Func<CancellationToken, Task>? found = null;
            FindIngest(ref found);
            return found;
        }
    }

    static partial void FindIngest(ref Func<CancellationToken, Task>? found);
}
