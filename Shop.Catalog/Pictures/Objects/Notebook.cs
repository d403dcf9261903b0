namespace Shop.Catalog.Pictures.Objects;

/// <summary>A hardcover notebook with rounded corners, an elastic band and a ribbon, lying a little askew beside a pencil.</summary>
static class Notebook
{
    public static void Draw(Svg svg, Design design, PictureRandom random)
    {
        var palette = design.Palette;
        Room.TableTop(svg, palette);
        svg.Add($"<g transform='rotate({random.Between(-9, -3)} 400 400)'>");
        Room.Shadow(svg, "<rect x='206' y='112' width='420' height='588' rx='16'/>", 14, 20, 16, 0.42);
        var band = random.Pick(palette.Colours[0], palette.Ink, palette.Colours[4]);
        svg.Add($"<path d='M470 690L474 742 486 730 498 744V690Z' fill='{band}'/><rect x='212' y='118' width='412' height='584' rx='14' fill='{Colour.Mix(palette.Dark, "#000000", 0.3)}'/><rect x='212' y='114' width='406' height='580' rx='10' fill='#f3ecdc'/>");
        svg.Add($"<path d='M612 124V690M608 124V692M604 124V694' stroke='#000' stroke-opacity='.14'/>");
        var clip = svg.Clip("<rect x='196' y='104' width='412' height='584' rx='16'/>");
        design.Fill(svg, clip, 196, 104, 412, 584);
        svg.Add($"<g clip-path='{clip}'>");
        svg.Rect(196, 104, 44, 584, palette.Dark);
        svg.Rect(196, 104, 44, 584, svg.LinearGradient(0, 0, 1, 0, (0, "#fff", 0.25), (0.4, "#fff", 0.05), (0.85, "#000", 0), (1, "#000", 0.45)));
        svg.Rect(240, 104, 368, 584, svg.LinearGradient(0, 0, 1, 0.6, (0, "#000", 0.2), (0.05, "#fff", 0.2), (0.5, "#fff", 0), (1, "#000", 0.13)));
        svg.Rect(556, 104, 15, 584, band);
        svg.Add($"<path d='M573 104V688' stroke='#000' stroke-opacity='.3' stroke-width='4'/></g>");
        if (random.Chance(0.6))
            svg.Add($"<rect x='318' y='200' width='176' height='76' rx='3' fill='#fbf8f0'/><path d='M338 228H474M338 250H440' stroke='{palette.Dark}' stroke-opacity='.55' stroke-width='3'/>");
        svg.Add($"</g>");
        Pencil(svg, palette, random);
    }

    static void Pencil(Svg svg, Palette palette, PictureRandom random)
    {
        svg.Add($"<g transform='translate(706 410) rotate({random.Between(4, 14)})'>");
        Room.Shadow(svg, "<path d='M-11-220H11V200L0 238-11 200Z'/>", 8, 10, 5, 0.35);
        svg.Path("M-11-220H11V196H-11Z", palette.Colours[random.Below(3)]);
        svg.Add($"<path d='M-11-220H-4V196H-11Z' fill='#fff' fill-opacity='.3'/><path d='M4-220H11V196H4Z' fill-opacity='.22'/><path d='M-11 196H11L3 226H-3Z' fill='#e6c496'/><path d='M-3.5 224H3.5L0 238Z' fill='#222'/><path d='M-11-220H11V-196H-11Z' fill='#c9c4b8'/><path d='M-10-246Q0-254 10-246V-220H-10Z' fill='#d98a8a'/></g>");
    }
}
