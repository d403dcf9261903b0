using CsCheck;
using Shop.Catalog.Search;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Search;

public class SearchTermsTests
{
    [Theory]
    [InlineData("Harbour  at Six", "harbour", "at", "six")]
    [InlineData("Giclée-PRINT", "giclee", "print")]
    [InlineData("ｍｕｇ", "mug")]
    [InlineData("港湾mug杯", "港湾", "mug", "杯")]
    [InlineData("A5硬壳", "a5", "硬壳")]
    [InlineData("'); drop table products; --", "drop", "table", "products")]
    [InlineData("a & b | !c <-> d:*", "a", "b", "c", "d")]
    [InlineData(" \t!?—。 ")]
    public void Words_are_runs_of_letters_and_digits_or_of_Chinese(string text, params string[] words) =>
        Assert.Equal(words, SearchTerms.Split(text));

    [Fact]
    public void A_Chinese_word_is_asked_for_by_its_pairs_and_a_single_character_as_a_beginning() =>
        Assert.Equal(["'马克' & '克杯'", "'杯':*", "'mug'"], SearchTerms.Parse("马克杯 杯 mug")!.WordQueries());

    [Fact]
    public void Any_of_the_words_means_any_of_a_Chinese_word_s_pairs() =>
        Assert.Equal(["'马克'", "'克杯'", "'mug'"], SearchTerms.Parse("马克杯 mug")!.ScatteredQueries());

    [Theory]
    [InlineData("harbour mu", "'mu':*", "harbour")]
    [InlineData("harbour mu ", null, "harbour", "mu")]
    [InlineData("harbour m", null, "harbour")]
    [InlineData("马", "'马':*")]
    [InlineData("马克杯", "'马克' & '克杯'")]
    public void The_last_word_may_go_on(string typed, string? prefix, params string[] words)
    {
        var terms = SearchTerms.ParseTyping(typed)!;
        Assert.Equal(prefix, terms.PrefixQuery());
        Assert.Equal(words, terms.Words);
    }

    [Theory]
    [InlineData("harbour mu", "'mu':*A")]
    [InlineData("马", "'马':*A")]
    [InlineData("马克杯", "'马克':A & '克杯':A")]
    public void The_last_word_may_be_one_of_a_name_alone(string typed, string prefix) => Assert.Equal(prefix, SearchTerms.ParseTyping(typed)!.PrefixQuery(inName: true));

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("?!")]
    public void Too_little_is_nothing_to_look_for(string typed) => Assert.Null(SearchTerms.ParseTyping(typed));

    [Theory]
    [InlineData("MUG-SEI-INK-01", "'skumugseiink01'")]
    [InlineData("harbour mug", null)]
    [InlineData("mug", null)]
    public void A_text_with_digits_may_be_a_sku(string text, string? sku) => Assert.Equal(sku, SearchTerms.Parse(text)!.SkuQuery());

    /// <summary>Whatever is typed, nothing of it is left that means something in a tsquery: only quoted letters and digits, and operators of ours.</summary>
    [Fact]
    public void Nothing_but_letters_and_digits_gets_into_a_query() =>
        Gen.String.Sample(text =>
        {
            foreach (var terms in (SearchTerms?[])[SearchTerms.Parse(text), SearchTerms.ParseTyping(text)])
                foreach (var query in terms?.WordQueries().Concat(terms.ScatteredQueries()).Append(terms.PrefixQuery() ?? "").Append(terms.PrefixQuery(inName: true) ?? "").Append(terms.SkuQuery() ?? "") ?? [])
                    foreach (var part in query.Split(" & ", StringSplitOptions.RemoveEmptyEntries))
                    {
                        var word = part[..(part.LastIndexOf('\'') + 1)];
                        Assert.Contains(part[word.Length..], (string[])["", ":*", ":A", ":*A"]);
                        Assert.True(word.Length > 2 && word[0] == '\'' && word[^1] == '\'', part);
                        Assert.All(word[1..^1].EnumerateRunes(), rune => Assert.True(System.Text.Rune.IsLetterOrDigit(rune), part));
                    }
        });
}
