using CsCheck;
using Shop.Catalog.Search;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Search;

public class SpellingTests
{
    static readonly Gen<string> Words = Gen.Char['a', 'e'].Array[0, 6].Select(letters => new string(letters));

    [Theory]
    [InlineData("mug", "mug", 0)]
    [InlineData("mgu", "mug", 1)]
    [InlineData("cusion", "cushion", 1)]
    [InlineData("harbor", "harbour", 1)]
    [InlineData("", "abc", 3)]
    public void Distances(string typed, string meant, int distance) => Assert.Equal(distance, SpellingCorrection.Distance(typed, meant));

    [Fact]
    public void A_distance_is_the_same_both_ways_and_none_only_to_itself() =>
        Gen.Select(Words, Words).Sample((a, b) =>
            SpellingCorrection.Distance(a, b) == SpellingCorrection.Distance(b, a) && SpellingCorrection.Distance(a, b) == 0 == (a == b));

    [Fact]
    public void All_slips_are_one_step_away_and_everything_one_step_away_is_a_slip() =>
        Gen.Select(Words, Words).Sample((typed, meant) =>
        {
            var slips = SpellingCorrection.Slips(typed).Where(slip => slip != typed).ToHashSet();
            return slips.All(slip => SpellingCorrection.Distance(typed, slip) == 1) && slips.Contains(meant) == (SpellingCorrection.Distance(typed, meant) == 1);
        });
}
