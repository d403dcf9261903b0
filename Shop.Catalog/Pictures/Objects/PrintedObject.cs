namespace Shop.Catalog.Pictures.Objects;

/// <summary>Draws an object with the design on it, background included, on a canvas of 800 by 800.</summary>
delegate void DrawObject(Svg svg, Design design, PictureRandom random);

/// <summary>A kind of object that designs are printed on, by the three letters that begin its sku.</summary>
sealed record PrintedObject(string Code, DrawObject Draw)
{
    public static readonly PrintedObject[] All =
    [
        new("ART", Poster.Draw),
        new("CLK", WallClock.Draw),
        new("MUG", Mug.Draw),
        new("PLT", Plate.Draw),
        new("TWL", TeaTowel.Draw),
        new("CSH", Cushion.Draw),
        new("THR", Throw.Draw),
        new("LMP", Lamp.Draw),
        new("NBK", Notebook.Draw),
        new("CRD", GreetingCard.Draw),
        new("TEE", Shirt.Draw),
        new("TOT", Tote.Draw),
    ];
}
