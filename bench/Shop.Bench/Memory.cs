using System.Diagnostics;
using System.Globalization;

namespace Shop.Bench;

/// <param name="Resident">Megabytes that the process has in memory.</param>
/// <param name="Own">Those of it that no file stands behind: heaps, compiled methods, stacks. The rest is code, which all processes that have loaded the same files share.</param>
readonly record struct Memory(double Resident, double Own)
{
    /// <summary>Null where there is no such process (any more), or no /proc.</summary>
    public static Memory? Of(Process process)
    {
        try
        {
            var lines = File.ReadAllLines($"/proc/{process.Id}/status");
            // Compiled methods lie in shared memory, so that they are never writable where they can be run.
            return new(Megabytes("VmRSS:"), Megabytes("RssAnon:") + Megabytes("RssShmem:"));

            double Megabytes(string field) =>
                lines.FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal)) is { } line ? double.Parse(line[field.Length..^2], CultureInfo.InvariantCulture) / 1024 : 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Resident:0} MB after the load, {Own:0} MB of it its own (goal 130)");
}
