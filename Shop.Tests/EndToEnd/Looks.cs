using Microsoft.Playwright;
using Xunit;

namespace Shop.Tests.EndToEnd;

/// <summary>Looking at pages takes minutes. In every language, scheme and width it is done where the variable SHOP_LOOKS is <c>all</c>, as .ci/run sets it; else in one.</summary>
static class Looks
{
    public static readonly bool AreAll = Environment.GetEnvironmentVariable("SHOP_LOOKS") == "all";

    public static readonly int[] Widths = AreAll ? [390, 768, 1440] : [390];

    public static IEnumerable<TheoryDataRow<string, ColorScheme, int>> Each => Some<TheoryDataRow<string, ColorScheme, int>>(new("en", ColorScheme.Light, 390), new("zh-CN", ColorScheme.Dark, 768), new("en", ColorScheme.Dark, 1440));

    public static IEnumerable<TheoryDataRow<string, ColorScheme>> EachAtAllWidths => Some<TheoryDataRow<string, ColorScheme>>(new("en", ColorScheme.Light), new("zh-CN", ColorScheme.Dark));

    public static IEnumerable<TheoryDataRow<int>> EachWidth => Widths.Select(static width => new TheoryDataRow<int>(width));

    private static IEnumerable<T> Some<T>(params T[] looks) => AreAll ? looks : looks.Take(1);
}
