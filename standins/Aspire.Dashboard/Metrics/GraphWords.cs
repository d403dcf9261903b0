using Aspire.Dashboard.Localization;
using Aspire.Dashboard.Telemetry.Metrics;
using Microsoft.Extensions.Localization;

namespace Aspire.Dashboard.Metrics;

/// <summary>What the lines of an instrument are called, and in what they are counted.</summary>
internal static class GraphWords
{
    /// <summary>Of a counter the lines are rates: only of bytes the unit still says something.</summary>
    public static string Unit(MetricGraph graph) => graph.Kind == InstrumentKind.Counter && graph.Unit != "By" ? "" : graph.Unit;

    public static string Line(MetricLine line, MetricGraph graph, IStringLocalizer<Text> text) =>
        line.Name.Length > 0 ? line.Name : text[graph.Kind == InstrumentKind.Counter ? "PerSecond" : "Value"];
}
