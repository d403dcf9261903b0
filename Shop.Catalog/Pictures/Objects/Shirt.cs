namespace Shop.Catalog.Pictures.Objects;

/// <summary>A heavy cotton T-shirt laid flat, with the design in a frame on its chest.</summary>
static class Shirt
{
    public static void Draw(Svg svg, Design design, PictureRandom random)
    {
        var palette = design.Palette;
        Room.TableTop(svg, palette);
        const string Shape = "M300 116C330 158 470 158 500 116L572 142C606 154 632 178 650 210L742 372 636 432 596 366C594 470 598 600 606 706C540 722 260 722 194 706C202 600 206 470 204 366L164 432 58 372 150 210C168 178 194 154 228 142Z";
        var cloth = random.Pick("#faf7f0", palette.Dark, Colour.Mix(palette.Colours[0], palette.Paper, 0.12), "#efe7d8");
        Room.Shadow(svg, $"<path d='{Shape}'/>", 12, 18, 14, 0.34);
        svg.Path(Shape, cloth);
        if (random.Chance(0.35))
        {
            var disc = svg.Clip("<circle cx='400' cy='378' r='138'/>");
            design.Fill(svg, disc, 262, 240, 276, 276);
        }
        else
        {
            var panel = svg.Clip("<path d='M274 226H526V546H274Z'/>");
            design.Fill(svg, panel, 274, 226, 252, 320);
        }
        var clip = svg.Clip($"<path d='{Shape}'/>");
        svg.Add($"<g clip-path='{clip}'>");
        svg.Rect(40, 100, 720, 640, svg.LinearGradient(0, 0, 1, 0.3, (0, "#fff", 0.1), (0.45, "#fff", 0), (1, "#000", 0.16)));
        var fold = svg.Blur(8);
        svg.Add($"<g filter='{fold}' fill='none' stroke-linecap='round' stroke-width='13'><path d='M206 366Q262 420 250 540M594 366Q540 430 556 560M240 712Q290 640 280 560M566 712Q520 660 530 590M176 236Q216 290 206 366M626 236Q586 290 596 366' stroke='#000' stroke-opacity='.2'/><path d='M232 370Q280 430 272 560M300 716Q320 640 316 590M572 380Q520 440 532 540M150 240Q180 300 176 370' stroke='#fff' stroke-opacity='.22' stroke-width='9'/></g></g>");
        var rib = Colour.Mix(cloth, "#000000", 0.1);
        svg.Add($"<path d='M300 116C330 158 470 158 500 116C476 104 324 104 300 116Z' fill='{Colour.Mix(cloth, "#000000", 0.42)}'/><path d='M300 116C330 158 470 158 500 116' fill='none' stroke='{rib}' stroke-width='15'/><path d='M292 122C324 172 476 172 508 122M74 364L168 418M726 364L632 418M196 690C262 706 538 706 604 690' fill='none' stroke='#000' stroke-opacity='.24' stroke-width='2' stroke-dasharray='7 4'/><path d='{Shape}' fill='none' stroke='#000' stroke-opacity='.14' stroke-width='2'/>");
        svg.Rect(382, 118, 36, 18, palette.Colours[0]);
    }
}
