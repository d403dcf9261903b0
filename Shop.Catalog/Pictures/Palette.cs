namespace Shop.Catalog.Pictures;

/// <summary>
/// Colours that go together. <see cref="Colours"/> has five, ordered so that the first three alone make a picture;
/// <see cref="Wall"/> is calm enough for light and dark pages alike.
/// </summary>
sealed record Palette(string Code, string Paper, string Ink, string Wall, string[] Colours)
{
    public bool IsDark => Colour.Luminance(Paper) < 0.35;

    /// <summary>The darkest and the lightest of paper and ink, for skies and grounds.</summary>
    public string Dark => IsDark ? Paper : Ink;

    public string Light => IsDark ? Ink : Paper;

    public static readonly Palette[] All =
    [
        new("INK", "#f4ecdd", "#1d2b4f", "#d8dcdc", ["#1d2b4f", "#34558b", "#6f93bd", "#c3d2dc", "#d9734e"]),
        new("CLY", "#f6ebdf", "#3b2420", "#e3d5c8", ["#b5523b", "#d98a5f", "#ecc39c", "#7a8b6f", "#3f4f45"]),
        new("MOS", "#f1efe2", "#22332b", "#d9dccb", ["#2f5d4a", "#6f8f5f", "#b7bf7d", "#e5d9a8", "#c7713f"]),
        new("BAU", "#f3ead7", "#1f1d1b", "#dfd8ca", ["#d4412b", "#e9b12f", "#22508f", "#1f1d1b", "#dccbab"]),
        new("DSK", "#f7e9e1", "#2b2146", "#dfd3d6", ["#4a2f6b", "#a4466f", "#e0705f", "#f3a66d", "#f8d49b"]),
        new("SEA", "#eef3ec", "#123a41", "#cfdbd7", ["#14545c", "#2f8a87", "#86bfae", "#d3dfbf", "#f0a370"]),
        new("CIT", "#fdf4dc", "#37412a", "#e4dfc8", ["#f2a71b", "#e8642c", "#7f9b3c", "#f5cf5e", "#3d5a34"]),
        new("MNO", "#f2f0ec", "#191919", "#d9d7d2", ["#191919", "#8b8a86", "#c9c5bd", "#4a4a4a", "#c2402f"]),
        new("BLS", "#fbeeec", "#4a2333", "#e6d6d3", ["#d9657f", "#efa3a6", "#8a2f4c", "#f6cfc4", "#7e9d86"]),
        new("NRD", "#eef0ef", "#26323a", "#d3d9da", ["#3d5361", "#87a0a8", "#d9b38c", "#c7d1cf", "#a4553f"]),
        new("NGT", "#16213a", "#f3e6c8", "#cdd0d6", ["#f3e6c8", "#e2b558", "#4b6cb0", "#2c3f6e", "#c9654d"]),
        new("FOR", "#17332c", "#efe6cf", "#cfd6cd", ["#efe6cf", "#d8a248", "#4d8a6a", "#2a5646", "#d96c4a"]),
        new("APR", "#fff1e3", "#40312d", "#ebdccb", ["#f08a5d", "#6a8caf", "#f9c38a", "#b6cbd6", "#40312d"]),
        new("PLM", "#f3eaec", "#33182e", "#dcd2d7", ["#5b2a4f", "#96507d", "#d8b25c", "#c99aae", "#3b5a5a"]),
    ];
}
