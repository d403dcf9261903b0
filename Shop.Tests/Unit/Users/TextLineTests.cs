using CsCheck;
using Shop.Users.Validation;
using Xunit;

namespace Shop.Tests.Unit.Users;

public class TextLineTests
{
    [Theory]
    [InlineData("Ada")]
    [InlineData("王小明")]
    [InlineData("O'Brien-Łukasiewicz")]
    [InlineData("שלום ومرحبا")]
    [InlineData("\u200fשלום\u200e")]
    [InlineData("👩‍👩‍👧‍👦")]
    [InlineData("Cafe\u0301")]
    [InlineData("<script>")]
    public void What_people_write_is_kept_as_it_is(string line) => Assert.Equal((line, false), Read(line));

    [Theory]
    [InlineData("  Ada\t", "Ada")]
    [InlineData("", null)]
    [InlineData("   ", null)]
    [InlineData("\u3000", null)]
    [InlineData("\u200b", null)]
    [InlineData(null, null)]
    public void Space_around_is_none_of_it(string? sent, string? kept) => Assert.Equal((kept, false), Read(sent));

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    [InlineData("a\u202eb")]
    [InlineData("a\u2066b")]
    public void What_garbles_the_text_around_it_is_refused(string line) => Assert.Equal((null, true), Read(line));

    [Fact]
    public void Half_a_character_is_refused()
    {
        Assert.True(Read("a" + '\ud83d' + "b").IsRefused);
        Assert.True(Read('\ude80' + "a").IsRefused);
    }

    [Fact]
    public void A_line_is_as_long_as_its_column()
    {
        Assert.False(Read(new string('长', 20)).IsRefused);
        Assert.True(Read(new string('长', 21)).IsRefused);
    }

    [Fact]
    public void A_needed_line_says_so_once()
    {
        var errors = new FieldErrors();

        Assert.Equal("", TextLine.Required("a\nb", "name", 20, errors));
        Assert.Equal("", TextLine.Required(" ", "other", 20, errors));

        Assert.Equal(["name", "other"], errors.Fields);
    }

    [Fact]
    public void What_is_kept_is_kept_again() => Gen.String.Sample(sent =>
        Read(sent) is not { Line: { } line, IsRefused: false } || (Read(line) == (line, false) && line.Length <= 20));

    static (string? Line, bool IsRefused) Read(string? sent)
    {
        var errors = new FieldErrors();
        return (TextLine.Optional(sent, "line", 20, errors), errors.Any);
    }
}
