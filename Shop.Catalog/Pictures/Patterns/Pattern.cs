namespace Shop.Catalog.Pictures.Patterns;

/// <summary>Fills the rectangle (0, 0, width, height) with one variation of a pattern; what sticks out is clipped by the object it lies on.</summary>
delegate void DrawPattern(Svg svg, PictureRandom random, Palette palette, double width, double height);

/// <summary>A family of patterns, by the three letters that stand for it in a sku.</summary>
sealed record Pattern(string Code, DrawPattern Draw)
{
    public static readonly Pattern[] All =
    [
        new("BAU", BauhausTiles.Draw),
        new("TRU", TruchetRibbons.Draw),
        new("TOP", PaperTopography.Draw),
        new("HIL", SunAndHills.Draw),
        new("TER", Terrazzo.Draw),
        new("PHY", Phyllotaxis.Draw),
        new("OPA", OpArtCircles.Draw),
        new("FAC", Facets.Draw),
        new("WEA", Weave.Draw),
        new("BOT", BotanicalCutOuts.Draw),
        new("MOO", MoonPhases.Draw),
        new("SEI", Seigaiha.Draw),
        new("FRU", Orchard.Draw),
        new("VES", Vessels.Draw),
    ];
}
