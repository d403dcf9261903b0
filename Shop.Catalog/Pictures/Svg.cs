using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Shop.Catalog.Pictures;

/// <summary>
/// Collects the text of one SVG. Numbers are written with at most one decimal, whatever the culture. Gradients, clips and filters are kept apart,
/// so that one can be defined in the midst of the markup that refers to it.
/// </summary>
sealed class Svg(string idPrefix)
{
    readonly StringBuilder text = new(16 * 1024);
    readonly StringBuilder definitions = new(4 * 1024);
    int ids;

    /// <summary>An id that no other picture of the page is likely to have, should pictures ever be inlined.</summary>
    public string NewId() => string.Create(CultureInfo.InvariantCulture, $"{idPrefix}{ids++}");

    [SuppressMessage("Performance", "CA1822", Justification = "The handler has written to this instance by the time of the call.")]
    public void Add([InterpolatedStringHandlerArgument("")] Markup markup) => _ = markup;

    public void Rect(double x, double y, double width, double height, string fill) =>
        Add($"<rect x='{x}' y='{y}' width='{width}' height='{height}' fill='{fill}'/>");

    public void Circle(double x, double y, double radius, string fill) =>
        Add($"<circle cx='{x}' cy='{y}' r='{radius}' fill='{fill}'/>");

    public void Path(string data, string fill) => Add($"<path d='{data}' fill='{fill}'/>");

    /// <summary>Defines a linear gradient along (x1,y1)-(x2,y2) in fractions of the painted box; stops are "offset colour opacity".</summary>
    public string LinearGradient(double x1, double y1, double x2, double y2, params ReadOnlySpan<(double Offset, string Colour, double Opacity)> stops)
    {
        var id = NewId();
        Define($"<linearGradient id='{id}' x1='{x1:2}' y1='{y1:2}' x2='{x2:2}' y2='{y2:2}'>");
        Stops(stops);
        Define($"</linearGradient>");
        return $"url(#{id})";
    }

    public string RadialGradient(double cx, double cy, double r, params ReadOnlySpan<(double Offset, string Colour, double Opacity)> stops)
    {
        var id = NewId();
        Define($"<radialGradient id='{id}' cx='{cx:2}' cy='{cy:2}' r='{r:2}'>");
        Stops(stops);
        Define($"</radialGradient>");
        return $"url(#{id})";
    }

    /// <summary>Defines a clip path from the markup of its shapes and returns the attribute value that refers to it.</summary>
    public string Clip(string shapes)
    {
        var id = NewId();
        Define($"<clipPath id='{id}'>{shapes}</clipPath>");
        return $"url(#{id})";
    }

    /// <summary>Defines a blur of <paramref name="deviation"/> pixels for shadows.</summary>
    public string Blur(double deviation)
    {
        var id = NewId();
        Define($"<filter id='{id}' x='-30%' y='-30%' width='160%' height='160%'><feGaussianBlur stdDeviation='{deviation}'/></filter>");
        return $"url(#{id})";
    }

    /// <summary>What of the canvas is shown, as left, top, width and height.</summary>
    public string ViewBox { get; set; } = "0 0 800 800";

    public override string ToString() =>
        $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='{ViewBox}' width='800' height='800'><defs>{definitions}</defs>{text}</svg>";

    [SuppressMessage("Performance", "CA1822", Justification = "The handler has written to this instance by the time of the call.")]
    void Define([InterpolatedStringHandlerArgument("")] Definition markup) => _ = markup;

    void Stops(ReadOnlySpan<(double Offset, string Colour, double Opacity)> stops)
    {
        foreach (var (offset, colour, opacity) in stops)
            if (opacity >= 1)
                Define($"<stop offset='{offset:2}' stop-color='{colour}'/>");
            else
                Define($"<stop offset='{offset:2}' stop-color='{colour}' stop-opacity='{opacity:2}'/>");
    }

    /// <summary>Writes interpolated markup straight into the picture, without a string in between.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Markup
    {
        readonly StringBuilder text;

        public Markup(int literalLength, int formattedCount, Svg svg) : this(svg.text, literalLength + formattedCount) { }

        internal Markup(StringBuilder text, int growth)
        {
            text.EnsureCapacity(text.Length + growth);
            this.text = text;
        }

        public void AppendLiteral(string value) => text.Append(value);

        public void AppendFormatted(string value) => text.Append(value);

        public void AppendFormatted(int value) => text.Append(CultureInfo.InvariantCulture, $"{value}");

        public void AppendFormatted(double value) => Number.Append(text, value, 1);

        /// <summary>The format is the number of decimals.</summary>
        public void AppendFormatted(double value, string format) => Number.Append(text, value, format[0] - '0');
    }

    /// <summary>The same for definitions.</summary>
    [InterpolatedStringHandler]
    readonly ref struct Definition(int literalLength, int formattedCount, Svg svg)
    {
        readonly Markup markup = new(svg.definitions, literalLength + formattedCount);

        public void AppendLiteral(string value) => markup.AppendLiteral(value);

        public void AppendFormatted(string value) => markup.AppendFormatted(value);

        public void AppendFormatted(double value) => markup.AppendFormatted(value);

        public void AppendFormatted(double value, string format) => markup.AppendFormatted(value, format);
    }
}
