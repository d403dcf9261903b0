using System.Globalization;
using Shop.Catalog.Pictures;
using Shop.Catalog.Pictures.Patterns;
using Shop.Catalog.Products;

namespace Shop.Catalog.Seed;

/// <summary>The products of the seed, the same on every machine: first the collection, then combinations without end for load tests.</summary>
static class SeedProducts
{
    static readonly DateTimeOffset Opening = new(2025, 1, 6, 9, 0, 0, TimeSpan.Zero);
    const int DesignsPerDrop = 5;

    static readonly (string En, string Zh)[] Moods =
    [
        ("Quiet", "静谧"), ("Early", "清早"), ("Amber", "琥珀"), ("Slow", "悠然"), ("Northern", "北方"), ("Velvet", "丝绒"), ("Salted", "海盐"), ("Hollow", "空谷"), ("Gilded", "鎏金"), ("Wandering", "漫游"),
        ("Paper", "纸上"), ("Copper", "赤铜"), ("Distant", "远方"), ("Second", "再遇"), ("Folded", "折叠"), ("Sunday", "周日"), ("Winter", "冬日"), ("Painted", "彩绘"), ("Secret", "秘密"), ("Tidal", "潮汐"),
    ];

    static readonly (string En, string Zh)[] Places =
    [
        ("Harbour", "港湾"), ("Orchard", "果园"), ("Meadow", "草甸"), ("Lantern", "灯笼"), ("Quarry", "采石场"), ("Lagoon", "潟湖"), ("Terrace", "露台"), ("Lighthouse", "灯塔"), ("Arcade", "拱廊"), ("Glasshouse", "温室"),
        ("Viaduct", "高架桥"), ("Courtyard", "庭院"), ("Dune", "沙丘"), ("Pavilion", "凉亭"), ("Reef", "礁石"), ("Chapel", "小教堂"), ("Canal", "运河"), ("Plateau", "高原"), ("Grove", "小树林"), ("Bazaar", "集市"),
    ];

    /// <summary>How many products the collection has: what is seeded unless configured otherwise.</summary>
    public static int CollectionSize { get; } = SeedDesigns.All.Sum(design => design.Articles.Split(' ').Length);

    /// <summary>All products from <paramref name="start"/> on, endlessly. <paramref name="categories"/> maps slugs to ids.</summary>
    public static IEnumerable<Product> From(int start, IReadOnlyDictionary<string, Guid> categories)
    {
        var collection = start < CollectionSize ? Collection(categories).Skip(start) : [];
        return collection.Concat(Combinations(Math.Max(start, CollectionSize), categories));
    }

    static IEnumerable<Product> Collection(IReadOnlyDictionary<string, Guid> categories)
    {
        for (var index = 0; index < SeedDesigns.All.Length; index++)
        {
            var design = SeedDesigns.All[index];
            var articles = design.Articles.Split(' ');
            for (var position = 0; position < articles.Length; position++)
            {
                var article = SeedArticles.ByCode[articles[position]];
                // A drop brings five designs; their articles come out mixed, so that a page of new products is not one design over and over.
                var hour = (position * DesignsPerDrop + index % DesignsPerDrop) * 17 % (articles.Length * DesignsPerDrop);
                yield return Create(
                    $"{article.Code}-{design.Code}", article, design.Studio, design.NameEn, design.NameZh, Slug(design.NameEn), design.StoryEn, design.StoryZh,
                    Opening.AddDays(index / DesignsPerDrop * 30).AddHours(hour), categories);
            }
        }
    }

    static IEnumerable<Product> Combinations(int start, IReadOnlyDictionary<string, Guid> categories)
    {
        for (var number = start; ; number++)
        {
            var random = new PictureRandom((ulong)number);
            var article = SeedArticles.All[random.Below(SeedArticles.All.Length)];
            var (mood, place) = (random.Pick(Moods), random.Pick(Places));
            var text = number.ToString(CultureInfo.InvariantCulture);
            yield return Create(
                $"{article.Code}-{random.Pick(Pattern.All).Code}-{random.Pick(Palette.All).Code}-{text}", article, random.Pick(SeedDesigns.All).Studio,
                $"{mood.En} {place.En} No. {text}", $"{mood.Zh}{place.Zh}{text}号", $"{Slug(mood.En)}-{Slug(place.En)}-{text}",
                $"From the open edition, sheet {text}: numbered, never repeated.", $"开放版第{text}张，逐张编号，绝不重复。",
                Opening.AddMinutes(-number), categories);
        }
    }

    static Product Create(
        string sku, SeedArticle article, string studio, string nameEn, string nameZh, string slug, string storyEn, string storyZh,
        DateTimeOffset createdAt, IReadOnlyDictionary<string, Guid> categories)
    {
        var random = new PictureRandom("stock and price of " + sku);
        return new Product
        {
            Id = SeedId.From(sku, createdAt),
            Sku = sku,
            Slug = $"{slug}-{article.Slug}",
            NameEn = $"{nameEn} {article.NameEn}",
            NameZh = $"「{nameZh}」{article.NameZh}",
            DescriptionEn = $"{storyEn} {article.CopyEn}",
            DescriptionZh = storyZh + article.CopyZh,
            Price = random.Pick(article.Prices),
            Currency = Product.ShopCurrency,
            CategoryId = categories.GetValueOrDefault(article.Category),
            Brand = studio,
            Stock = random.Chance(0.03) ? 0 : random.Chance(0.12) ? 1 + random.Below(6) : 12 + random.Below(180),
            WeightGrams = article.WeightGrams,
            Status = ProductStatus.Published,
            CreatedAt = createdAt,
            UpdatedAt = createdAt,
        };
    }

    static string Slug(string name)
    {
        Span<char> slug = stackalloc char[name.Length];
        var length = 0;
        foreach (var c in name)
            if (char.IsAsciiLetterOrDigit(c))
                slug[length++] = char.ToLowerInvariant(c);
            else if (length > 0 && slug[length - 1] != '-' && c is ' ' or '-')
                slug[length++] = '-';
        return new string(slug[..length]).Trim('-').Replace("--", "-", StringComparison.Ordinal);
    }
}
