namespace Shop.Catalog.Seed;

/// <summary>A category of the seed; <see cref="Parent"/> is a slug.</summary>
sealed record SeedCategory(string Slug, string? Parent, string NameEn, string NameZh, string DescriptionEn, string DescriptionZh);

static class SeedCategories
{
    public static readonly SeedCategory[] All =
    [
        new("wall", null, "Wall", "墙面", "Prints and clocks for the wall you look at most.", "给每天看得最多的那面墙。"),
        new("art-prints", "wall", "Art Prints", "艺术海报", "Giclée prints on cotton paper, framed and ready to hang.", "棉质纸微喷，装裱完成，到手即挂。"),
        new("wall-clocks", "wall", "Wall Clocks", "挂钟", "Silent movements behind printed faces.", "静音机芯，印花钟面。"),
        new("kitchen-table", null, "Kitchen & Table", "厨房与餐桌", "Things that make an ordinary breakfast look planned.", "让寻常早餐也有模有样。"),
        new("mugs", "kitchen-table", "Mugs", "马克杯", "Stoneware mugs that hold a proper cup.", "容量实在的炻瓷杯。"),
        new("plates", "kitchen-table", "Plates", "餐盘", "Porcelain plates, pretty before and after the meal.", "饭前饭后都好看的瓷盘。"),
        new("tea-towels", "kitchen-table", "Tea Towels", "茶巾", "Linen that dries glasses and hangs well.", "擦杯不留痕，挂着也好看的亚麻茶巾。"),
        new("living", null, "Living", "起居", "Soft things and warm light.", "柔软的织物与温暖的灯光。"),
        new("cushions", "living", "Cushions", "靠枕", "Cotton and linen cushions with feather inners.", "棉麻面料，羽毛内芯。"),
        new("throws", "living", "Throws", "盖毯", "Woven throws for sofas, beds and picnics.", "沙发、床尾、野餐都用得上的织毯。"),
        new("table-lamps", "living", "Table Lamps", "台灯", "Printed shades that glow in the evening.", "入夜便亮起图案的印花灯罩。"),
        new("paper", null, "Paper", "纸品", "For lists, letters and better intentions.", "写清单，写信，也写下新的打算。"),
        new("notebooks", "paper", "Notebooks", "笔记本", "Thread-bound notebooks that lie flat.", "锁线装订，平摊不合拢。"),
        new("greeting-cards", "paper", "Greeting Cards", "贺卡", "Blank inside, because you know best.", "内页留白，话由你来写。"),
        new("wear-carry", null, "Wear & Carry", "穿与携", "Art that leaves the house.", "把图案穿出门，带出门。"),
        new("t-shirts", "wear-carry", "T-Shirts", "T恤", "Heavy organic cotton, printed with water-based inks.", "重磅有机棉，水性油墨印花。"),
        new("tote-bags", "wear-carry", "Tote Bags", "托特包", "Canvas totes for markets, books and swimming things.", "装菜、装书、装泳衣的帆布包。"),
    ];
}
