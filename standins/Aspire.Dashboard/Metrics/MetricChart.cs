using System.Globalization;
using Aspire.Dashboard.Localization;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Metrics;
using Microsoft.Extensions.Localization;
using Plotly.Blazor;
using Plotly.Blazor.ConfigLib;
using Plotly.Blazor.LayoutLib;
using Plotly.Blazor.Traces;
using Plotly.Blazor.Traces.ScatterLib;

namespace Aspire.Dashboard.Metrics;

/// <summary>An instrument as a chart of Plotly's. What telemetry calls things stands there as text.</summary>
/// <param name="Graph">What is drawn.</param>
/// <param name="Top">Where the values' axis ends.</param>
/// <param name="Bottom">Where it begins: at nothing, unless something lies below.</param>
internal sealed record MetricChart(MetricGraph Graph, double Bottom, double Top)
{
    const int Rows = 4;
    const int Moments = 5;
    const int LongestName = 60;
    const int Standoff = 8;
    const string Transparent = "rgba(0, 0, 0, 0)";
    const string Opaque = "rgb(255, 255, 255)";

    /// <summary>Room for the words beside the lines, in pixels.</summary>
    public static (int Left, int Top, int Right, int Bottom) Margins { get; } = (72, 10, 12, 28);

    public static Config Settings { get; } = new() { DisplayModeBar = DisplayModeBarEnum.False, DoubleClick = DoubleClickEnum.False, ShowTips = false, Responsive = true };

    string Unit => GraphWords.Unit(Graph);

    int Steps => Graph.Lines.Count == 0 ? 0 : Graph.Lines[0].Values.Count;

    public static MetricChart Of(MetricGraph graph)
    {
        var values = graph.Lines.SelectMany(l => l.Values).OfType<double>().Where(double.IsFinite).DefaultIfEmpty().ToArray();
        var (lowest, highest) = (values.Min(), values.Max());
        // A measurement far above all lines would press them flat: it stands at the edge.
        if (graph.Kind == InstrumentKind.Histogram && graph.Exemplars.Count > 0)
            highest = Math.Max(highest, Math.Min(2 * highest, graph.Exemplars.Max(e => e.Value)));
        var bottom = lowest < 0 ? -Round(-lowest) : 0;
        return new(graph, bottom, highest <= 0 && bottom < 0 ? 0 : Round(highest));
    }

    public IList<ITrace> Traces(IStringLocalizer<Text> text, TimeZoneInfo zone) =>
    [
        .. Graph.Lines.Select((line, i) =>
        {
            var label = GraphWords.Line(line, Graph, text);
            var name = Escape(label.Length > LongestName ? label[..LongestName] + "…" : label);
            double?[] values = [.. line.Values.Select(v => v is { } value && double.IsFinite(value) ? v : null)];
            return (ITrace)new Scatter
            {
                UId = i.ToString(CultureInfo.InvariantCulture),
                X0 = Moment(Graph.From, zone),
                DX = (decimal)Graph.Step.TotalMilliseconds,
                Y = [.. values.Select(v => (object?)v)],
                TextArray = [.. values.Select(v => v is { } value ? $"{name}: {Escape(Figures.WithUnit(value, Unit))}" : "")],
                HoverTemplate = "%{text}<extra></extra>",
                Line = new() { Color = Colour(i), Width = 2 },
                // One value alone would be a line of no length.
                Mode = values.Where((_, at) => IsAlone(values, at)).Any() ? ModeFlag.Lines | ModeFlag.Markers : ModeFlag.Lines,
                Marker = new() { Color = Colour(i), SizeArray = [.. values.Select((_, at) => IsAlone(values, at) ? 4m : 0m).Cast<decimal?>()] },
            };
        }),
    ];

    public Layout Layout(TimeZoneInfo zone)
    {
        var moments = Graph.Step < TimeSpan.FromMinutes(1) ? "%H:%M:%S" : "%H:%M";
        double[] rows = [.. Enumerable.Range(0, Rows + 1).Select(i => Bottom + ((Top - Bottom) * i / Rows))];
        return new()
        {
            AutoSize = true,
            PaperBgColor = Transparent,
            PlotBgColor = Transparent,
            ShowLegend = false,
            DragMode = DragModeEnum.False,
            HoverMode = HoverModeEnum.XUnified,
            HoverLabel = new() { BgColor = Opaque },
            // Named here too, since it is measured to make room for the words.
            Font = new() { Family = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif", Size = 12 },
            Margin = new() { L = Margins.Left, T = Margins.Top, R = Margins.Right, B = Margins.Bottom },
            XAxis =
            [
                new()
                {
                    Type = Plotly.Blazor.LayoutLib.XAxisLib.TypeEnum.Date,
                    Range = [Moment(Graph.From, zone), Moment(Graph.From + (Steps * Graph.Step), zone)],
                    NTicks = Moments,
                    TickAngle = 0,
                    TickLabelStandoff = Standoff,
                    TickFormat = moments,
                    HoverFormat = moments,
                    ShowGrid = false,
                    ZeroLine = false,
                    FixedRange = true,
                },
            ],
            YAxis =
            [
                new()
                {
                    Range = [Bottom, Top],
                    TickMode = Plotly.Blazor.LayoutLib.YAxisLib.TickModeEnum.Array,
                    TickVals = [.. rows.Cast<object>()],
                    TickText = [.. rows.Select(v => (object)Escape(Figures.WithUnit(v, Unit)))],
                    TickLabelStandoff = Standoff,
                    ZeroLine = false,
                    FixedRange = true,
                },
            ],
        };
    }

    /// <summary>Where a single measurement lies, as parts of the width and, from below, of the height. Of a histogram it is a value like those of the lines; of a counter a step of it, which has its place in time only.</summary>
    public (double Along, double Up) PlaceOf(MetricExemplar exemplar)
    {
        var along = (exemplar.Time - Graph.From) / (Steps * Graph.Step);
        var step = Math.Clamp((int)(along * Steps), 0, Math.Max(0, Steps - 1));
        var value = Graph.Kind == InstrumentKind.Histogram ? exemplar.Value : Graph.Lines.Select(l => l.Values[step]).Max() ?? 0;
        return (along, Math.Clamp((value - Bottom) / (Top - Bottom), 0, 1));
    }

    /// <summary>Plotly reads some tags and entities in words: there shall be none.</summary>
    public static string Escape(string words) =>
        words.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>No colour to look at but a number: the style sheet knows which one it is in this theme.</summary>
    static string Colour(int line) => string.Create(CultureInfo.InvariantCulture, $"rgb(0, 0, {(line % 8) + 1})");

    /// <summary>To Plotly times have no zone: it shows what it is given.</summary>
    static string Moment(DateTime utc, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(new DateTimeOffset(utc, TimeSpan.Zero), zone).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    static bool IsAlone(double?[] values, int at) =>
        values[at] is not null && (at == 0 || values[at - 1] is null) && (at + 1 == values.Length || values[at + 1] is null);

    /// <summary>The next one of 1, 2, 4, 5, 8 or 10 with noughts, so that a quarter of it is a round number too.</summary>
    static double Round(double highest)
    {
        if (highest <= 0)
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(highest)));
        foreach (var step in (double[])[1, 2, 4, 5, 8, 10])
            if (highest <= step * power)
                return step * power;
        return 10 * power;
    }
}
