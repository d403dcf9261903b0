namespace Shop.Catalog.Pictures.Patterns;

/// <summary>Leaves, fronds, seaweed and flowers as if cut from painted paper with scissors, each on its own sheet of colour.</summary>
static class BotanicalCutOuts
{
    public static void Draw(Svg svg, PictureRandom random, Palette palette, double width, double height)
    {
        string[] colours = [.. palette.Colours, palette.Paper];
        var columns = 2 + random.Below(2);
        var rows = Math.Max(2, (int)Math.Round(columns * height / width));
        var (cellWidth, cellHeight) = (width / columns, height / rows);
        svg.Rect(0, 0, width, height, palette.Paper);
        var previous = "";
        var previousPlant = -1;
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
            {
                var ground = random.PickOther<string>(colours, previous);
                var figure = Contrasting(random, colours, ground, palette);
                var plant = random.PickOther<int>([0, 1, 2, 3, 4], previousPlant);
                (previous, previousPlant) = (ground, plant);
                svg.Rect(column * cellWidth - 0.5, row * cellHeight - 0.5, cellWidth + 1, cellHeight + 1, ground);
                var scale = Math.Min(cellWidth, cellHeight) / 100 * random.Between(0.92, 1.02);
                svg.Add($"<g transform='translate({(column + 0.5) * cellWidth} {(row + 0.5) * cellHeight}) scale({scale:3}) rotate({random.Between(-24, 24)})' fill='{figure}'>");
                switch (plant)
                {
                    case 0: Frond(svg, random); break;
                    case 1: Seaweed(svg, random); break;
                    case 2: Branch(svg, random); break;
                    case 3: Flower(svg, random, Contrasting(random, colours, figure, palette)); break;
                    default: Leaf(svg, random, ground); break;
                }
                svg.Add($"</g>");
            }
    }

    static string Contrasting(PictureRandom random, string[] colours, string ground, Palette palette)
    {
        for (var attempt = 0; attempt < 12; attempt++)
        {
            var colour = random.Pick(colours);
            if (Math.Abs(Colour.Luminance(colour) - Colour.Luminance(ground)) > 0.2)
                return colour;
        }
        return Colour.Luminance(ground) > 0.5 ? palette.Dark : palette.Light;
    }

    /// <summary>A spine with rounded lobes to both sides, longest in the middle.</summary>
    static void Frond(Svg svg, PictureRandom random)
    {
        svg.Add($"<path d='M-2.2 46Q-4 0 0-40Q4 0 2.2 46Z'/>");
        const int Pairs = 7;
        for (var i = 0; i < Pairs; i++)
        {
            var t = (i + 0.4) / Pairs;
            var y = 34 - 72 * t;
            var length = 34 * Math.Sin(Math.PI * (0.2 + 0.72 * t)) * random.Between(0.88, 1.1);
            var lift = 28 + 30 * t;
            foreach (var side in (ReadOnlySpan<int>)[-1, 1])
                svg.Add($"<ellipse rx='{length / 2}' ry='{4.6 - t * 1.2}' transform='translate(0 {y}) rotate({(side > 0 ? -lift : 180 + lift)}) translate({length * 0.48})'/>");
        }
        svg.Add($"<ellipse cy='-40' rx='3.6' ry='8'/>");
    }

    /// <summary>The wavy hand of an alga: fingers round a palm, with notches between them.</summary>
    static void Seaweed(Svg svg, PictureRandom random)
    {
        var fingers = 7 + random.Below(3);
        Span<(double, double)> points = stackalloc (double, double)[fingers * 4];
        for (var i = 0; i < fingers; i++)
        {
            var angle = -Math.PI / 2 + Math.Tau * i / fingers;
            var reach = (36 + 10 * Math.Abs(Math.Cos(angle + Math.PI / 2))) * random.Between(0.86, 1.08);
            var bend = random.Between(-0.12, 0.12);
            var spread = 1.5 / fingers;
            points[i * 4] = Polar(angle - spread * 0.62 + bend, reach);
            points[i * 4 + 1] = Polar(angle + spread * 0.62 + bend, reach);
            points[i * 4 + 2] = Polar(angle + Math.PI / fingers - spread * 0.3, 11);
            points[i * 4 + 3] = Polar(angle + Math.PI / fingers + spread * 0.3, 11);
        }
        svg.Add($"<path d='{new PathData().Smooth(points).ToString()}'/>");
    }

    /// <summary>A bent twig with pointed leaves in turn.</summary>
    static void Branch(Svg svg, PictureRandom random)
    {
        var bend = random.Between(-14, 14);
        svg.Add($"<path d='M0 47Q{bend} 5 {-bend * 0.3} -30L{-bend * 0.3 + 1.2} -30Q{bend + 3} 5 3 47Z'/>");
        for (var i = 0; i < 9; i++)
        {
            var t = (i + 0.5) / 9;
            var (x, y) = (2 * t * (1 - t) * bend - t * t * bend * 0.3, 47 - 80 * t);
            var size = (13.5 - t * 4.5) * random.Between(0.9, 1.1) / 10;
            var turn = i % 2 == 0 ? -28 - 22 * t : 208 + 22 * t;
            svg.Add($"<path transform='translate({x} {y}) rotate({turn}) scale({size:2})' d='M0 0C6-9 17-9 24 0C17 9 6 9 0 0Z'/>");
        }
        svg.Add($"<path transform='translate({-bend * 0.3} -29) rotate(-90)' d='M0 0C5-7 12-7 18 0C12 7 5 7 0 0Z'/>");
    }

    static void Flower(Svg svg, PictureRandom random, string heart)
    {
        var petals = 6 + random.Below(4);
        svg.Add($"<path d='M-1.5-6Q-5 20-1.5 48H1.5Q-1 20 1.5-6Z'/><path d='M0 34C4 20 20 16 30 18C26 30 14 38 0 34ZM-1 42C-5 30-18 26-28 28C-24 38-12 46-1 42Z'/>");
        for (var i = 0; i < petals; i++)
            svg.Add($"<path transform='translate(0 -14) rotate({360.0 * i / petals})' d='M0 0C-{36.0 / petals * 2.1} -12 -{30.0 / petals * 2.1} -30 0-31C{30.0 / petals * 2.1} -30 {36.0 / petals * 2.1} -12 0 0Z'/>");
        svg.Circle(0, -14, 7.5, heart);
    }

    /// <summary>One big leaf with slits cut towards its spine.</summary>
    static void Leaf(Svg svg, PictureRandom random, string ground)
    {
        svg.Add($"<path d='M0 46C-38 22-38-14 0-46C38-14 38 22 0 46Z'/><g fill='{ground}'><path d='M-1 50L0-30L1 50Z'/>");
        var cuts = 4 + random.Below(3);
        for (var i = 0; i < cuts; i++)
        {
            var y = 30 - 58.0 * i / cuts;
            foreach (var side in (ReadOnlySpan<int>)[-1, 1])
                svg.Add($"<path d='M{side * 5} {y - 6}Q{side * 20} {y - 15} {side * 36} {y - 25}L{side * 36} {y - 19}Q{side * 20} {y - 10} {side * 5} {y - 6}Z'/>");
        }
        svg.Add($"</g>");
    }

    static (double, double) Polar(double angle, double radius) => (radius * Math.Cos(angle), radius * Math.Sin(angle));
}
