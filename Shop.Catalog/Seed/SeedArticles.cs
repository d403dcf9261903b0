namespace Shop.Catalog.Seed;

/// <summary>A kind of thing the shop prints designs on. <see cref="Prices"/> in US dollars: sizes and finishes differ. Grams with the packing.</summary>
sealed record SeedArticle(string Code, string Category, string NameEn, string NameZh, string Slug, decimal[] Prices, int WeightGrams, string CopyEn, string CopyZh);

static class SeedArticles
{
    public static readonly SeedArticle[] All =
    [
        new("ART", "art-prints", "Art Print", "艺术海报", "art-print", [39.00m, 48.00m, 65.00m], 2600,
            "Printed with pigment inks on 310 g cotton paper and framed in solid wood with a generous mat. 50 × 70 cm, with hanging wire.",
            "以颜料墨水印于310克棉质纸，实木边框配宽幅卡纸。50×70厘米，附挂绳。"),
        new("CLK", "wall-clocks", "Wall Clock", "挂钟", "wall-clock", [54.00m, 62.00m], 900,
            "A sweeping movement that makes no sound, under domed glass. 32 cm across; one AA battery, included.",
            "扫秒静音机芯，弧面玻璃。直径32厘米，附一节5号电池。"),
        new("MUG", "mugs", "Mug", "马克杯", "mug", [16.00m, 18.00m, 19.50m], 380,
            "Stoneware, fired twice, with a handle for a whole hand. 350 ml; dishwasher and microwave safe.",
            "两次烧成的炻瓷，杯柄握得住整只手。350毫升，可进洗碗机与微波炉。"),
        new("PLT", "plates", "Plate", "餐盘", "plate", [22.00m, 26.00m], 620,
            "Fine porcelain with the decoration under the glaze, so that knives can't reach it. 27 cm.",
            "细瓷釉下彩，刀叉划不到图案。直径27厘米。"),
        new("TWL", "tea-towels", "Tea Towel", "茶巾", "tea-towel", [14.00m, 16.50m], 120,
            "Half linen, screen-printed by hand, with a loop to hang it by. 48 × 70 cm; washes at 60 °C and gets softer.",
            "半亚麻，手工丝网印，带挂环。48×70厘米，60度可洗，越洗越软。"),
        new("CSH", "cushions", "Cushion", "靠枕", "cushion", [42.00m, 49.00m, 56.00m], 850,
            "A cotton and linen cover with contrast piping and a hidden zip, feather inner included. 50 × 50 cm.",
            "棉麻枕套，撞色滚边，隐形拉链，含羽毛芯。50×50厘米。"),
        new("THR", "throws", "Throw", "盖毯", "throw", [89.00m, 110.00m, 128.00m], 1400,
            "Jacquard-woven from recycled cotton, with a knotted fringe. 130 × 180 cm: one sofa, or two people on a lawn.",
            "再生棉提花织成，手工打结流苏。130×180厘米，够铺一张沙发，或盖两个人。"),
        new("LMP", "table-lamps", "Table Lamp", "台灯", "table-lamp", [118.00m, 136.00m, 149.00m], 2300,
            "A fabric shade on a weighted base, with a braided cord and a dimmer. 52 cm high; E27 bulb, not included.",
            "布艺灯罩，加重底座，编织电线带调光。高52厘米，E27灯口，不含灯泡。"),
        new("NBK", "notebooks", "Notebook", "笔记本", "notebook", [15.00m, 17.50m], 340,
            "A5 hardcover, thread-bound, 176 dotted pages of 100 g paper that takes fountain pens. Ribbon, elastic and a pocket.",
            "A5硬壳锁线装，176页点阵，100克纸不洇钢笔水。带书签带、松紧带与内袋。"),
        new("CRD", "greeting-cards", "Greeting Card", "贺卡", "greeting-card", [4.50m, 5.00m], 30,
            "Folded card of 350 g board, blank inside, with an envelope that seals without tape. 12 × 17 cm.",
            "350克卡纸对折，内页空白，配自封信封。12×17厘米。"),
        new("TEE", "t-shirts", "T-Shirt", "T恤", "t-shirt", [32.00m, 36.00m], 220,
            "240 g organic cotton, cut straight and pre-shrunk, printed with water-based inks that you can't feel. XS to XXL.",
            "240克有机棉，直筒版型，预缩水，水性印花无手感。XS至XXL。"),
        new("TOT", "tote-bags", "Tote Bag", "托特包", "tote-bag", [24.00m, 28.00m], 260,
            "12 oz canvas with long handles, a flat bottom and an inner pocket for keys. 38 × 40 × 10 cm; carries 15 kg.",
            "12安帆布，长肩带，平底，内有钥匙袋。38×40×10厘米，可承重15公斤。"),
    ];

    public static readonly Dictionary<string, SeedArticle> ByCode = All.ToDictionary(article => article.Code);
}
