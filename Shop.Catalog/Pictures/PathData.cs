using System.Text;

namespace Shop.Catalog.Pictures;

/// <summary>Builds the <c>d</c> of a path in absolute coordinates; <paramref name="decimals"/> trades size for smoothness.</summary>
sealed class PathData(int decimals = 1)
{
    readonly StringBuilder text = new();

    public PathData Move(double x, double y) => Command('M', x, y);

    public PathData Line(double x, double y) => Command('L', x, y);

    public PathData Quadratic(double cx, double cy, double x, double y) => Command('Q', cx, cy, x, y);

    public PathData Cubic(double ax, double ay, double bx, double by, double x, double y) => Command('C', ax, ay, bx, by, x, y);

    public PathData Arc(double radius, bool large, bool sweep, double x, double y)
    {
        text.Append('A');
        Number.Append(text, radius, decimals);
        text.Append(' ');
        Number.Append(text, radius, decimals);
        text.Append(large ? " 0 1 " : " 0 0 ").Append(sweep ? "1 " : "0 ");
        Number.Append(text, x, decimals);
        text.Append(' ');
        Number.Append(text, y, decimals);
        return this;
    }

    public PathData Close()
    {
        text.Append('Z');
        return this;
    }

    /// <summary>A closed curve that rounds every corner of the polygon: quadratic arcs between the middles of its sides.</summary>
    public PathData Smooth(ReadOnlySpan<(double X, double Y)> points)
    {
        var last = points[^1];
        Move((last.X + points[0].X) / 2, (last.Y + points[0].Y) / 2);
        for (var i = 0; i < points.Length; i++)
        {
            var next = points[(i + 1) % points.Length];
            Quadratic(points[i].X, points[i].Y, (points[i].X + next.X) / 2, (points[i].Y + next.Y) / 2);
        }
        return Close();
    }

    public override string ToString() => text.ToString();

    PathData Command(char letter, params ReadOnlySpan<double> numbers)
    {
        text.Append(letter);
        for (var i = 0; i < numbers.Length; i++)
        {
            if (i > 0 && !double.IsNegative(Math.Round(numbers[i], decimals)))
                text.Append(' ');
            else if (i > 0 && Math.Round(numbers[i], decimals) == 0)
                text.Append(' ');
            Number.Append(text, numbers[i], decimals);
        }
        return this;
    }
}
