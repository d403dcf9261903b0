using Aspire.Dashboard.Telemetry.Metrics;

namespace Aspire.Dashboard.Telemetry.Services;

/// <summary>How near a service is to what it can take, by the metrics that runtimes give by OpenTelemetry's conventions.</summary>
/// <param name="Cpu">Of all its processes together, as a share of all cores of the machine; null where it says nothing of it.</param>
/// <param name="Memory">Bytes of all its processes together.</param>
/// <param name="Waiting">Work that waits for a thread.</param>
internal sealed record Saturation(double? Cpu, double? Memory, double? Waiting)
{
    static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    static readonly string[] CpuTime = ["dotnet.process.cpu.time", "process.cpu.time"];
    static readonly string[] Cores = ["dotnet.process.cpu.count"];
    static readonly string[] Used = ["dotnet.process.memory.working_set", "process.memory.usage"];
    static readonly string[] Queue = ["dotnet.thread_pool.queue.length"];

    /// <summary>From where on somebody should look.</summary>
    public const double HighCpu = 0.8;

    public bool IsHigh => Cpu >= HighCpu;

    public static Saturation Of(MetricStore store, string service, DateTime now)
    {
        var names = store.Read(all => all.Where(i => i.Resource.Is(service)).Select(i => (i.Meter, i.Name)).Distinct().ToArray());
        var cores = Lines(Cores).Max() ?? Environment.ProcessorCount;
        return new(Lines(CpuTime).Sum() is { } used ? Math.Min(1, used / cores) : null, Lines(Used).Sum(), Lines(Queue).Sum());

        // By process: what adds up over processes must not be added twice.
        Newest Lines(string[] wanted)
        {
            var (meter, name) = names.FirstOrDefault(n => wanted.Contains(n.Name));
            var graph = name is null ? null : MetricGraph.Of(store, new(service, meter, name, Window, [], MetricGraph.ByInstance), now);
            return new([.. (graph?.Lines ?? []).Select(l => l.Values.LastOrDefault(v => v is not null)).OfType<double>()]);
        }
    }

    /// <summary>The newest value of each process.</summary>
    readonly record struct Newest(double[] Values)
    {
        public double? Max() => Values.Length == 0 ? null : Values.Max();

        public double? Sum() => Values.Length == 0 ? null : Values.Sum();
    }
}
