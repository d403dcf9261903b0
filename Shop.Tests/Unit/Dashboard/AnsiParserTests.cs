using System.Text.Json;
using Aspire.Dashboard.ConsoleLogs;
using Aspire.Dashboard.Model;
using CsCheck;
using Xunit;

namespace Shop.Tests.Unit.Dashboard;

public sealed class AnsiParserTests
{
    static readonly Gen<string> Plain = Gen.String[Gen.Char.Where(c => c == '\t' || !char.IsControl(c)), 0, 12];

    static readonly Gen<string> Sequence = Gen.OneOf(
        Gen.Int[0, 120].Array[0, 6].Select(codes => $"\e[{string.Join(';', codes)}m"),
        One("\e[2K", "\e[?25l", "\e[10;4H", "\e]0;title\a", "\e]8;;http://a\e\\", "\e(B", "\e7", "\eP1$q\e\\"));

    [Fact]
    public void The_colours_of_dotnets_console_logger_are_understood()
    {
        var style = default(AnsiStyle);
        var runs = AnsiParser.Parse("\e[41m\e[30mfail\e[39m\e[22m\e[49m: Shop[0]", ref style);
        Assert.Equal([new AnsiRun("fail", new AnsiStyle(0, 1, AnsiEffects.None)), new AnsiRun(": Shop[0]", default)], runs);
    }

    [Theory]
    [InlineData("\e[38;5;208m", 0xff8700)]
    [InlineData("\e[38;2;1;2;3m", 0x010203)]
    [InlineData("\e[38;2;999;0;0m", 0xff0000)]
    [InlineData("\e[38;5;244m", 0x808080)]
    public void More_than_sixteen_colours_are_understood(string sequence, int rgb)
    {
        var style = default(AnsiStyle);
        AnsiParser.Parse(sequence, ref style);
        Assert.Equal(AnsiStyle.Rgb | rgb, style.Foreground);
    }

    [Fact]
    public void A_look_goes_on_over_the_end_of_a_line()
    {
        var style = default(AnsiStyle);
        AnsiParser.Parse("\e[1;31mstarts here", ref style);
        var run = Assert.Single(AnsiParser.Parse("goes on", ref style));
        Assert.Equal(new AnsiStyle(1, null, AnsiEffects.Bold), run.Style);
    }

    [Fact]
    public void Text_without_sequences_stays_as_it_is() => Plain.Sample(text => AnsiParser.Plain(text) == text);

    [Fact]
    public void No_text_is_lost_and_no_sequence_shows() =>
        Gen.Select(Plain, Sequence).Array[0, 8].Sample(parts =>
            AnsiParser.Plain(string.Concat(parts.Select(p => p.Item1 + p.Item2))) == string.Concat(parts.Select(p => p.Item1)));

    [Fact]
    public void Any_input_gives_only_printable_text_out_of_itself() =>
        Gen.String[Gen.OneOf(Gen.Char, One('\e', '[', ']', ';', 'm', '\a')), 0, 40].Sample(line =>
        {
            var plain = AnsiParser.Plain(line);
            return plain.All(c => c == '\t' || !char.IsControl(c)) && IsSubsequence(plain, line);
        });

    [Theory]
    [InlineData("\e]0;never ends", "]0;never ends")]
    [InlineData("\e[31", "[31")]
    [InlineData("\e", "")]
    public void A_sequence_that_never_ends_swallows_nothing(string line, string expected) => Assert.Equal(expected, AnsiParser.Plain(line));

    [Fact]
    public void What_the_browser_gets_is_text_and_known_classes_never_markup()
    {
        var style = default(AnsiStyle);
        var line = new ConsoleLine(1, DateTimeOffset.UnixEpoch, "\e[31m<img src=x onerror=alert(1)>\e[0m & \"more\"", false);
        var sent = BrowserLine.From("web", line, ref style);
        Assert.Equal(["<img src=x onerror=alert(1)>", " & \"more\""], sent.Runs.Select(r => r.Text));
        Assert.Equal(["fg1", null], sent.Runs.Select(r => r.Classes));
        Assert.DoesNotContain("<img", JsonSerializer.Serialize(sent), StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_and_colours_come_from_a_closed_set() =>
        Gen.Select(Plain, Sequence).Array[1, 6].Sample(parts =>
        {
            var style = default(AnsiStyle);
            var line = new ConsoleLine(1, DateTimeOffset.UnixEpoch, string.Concat(parts.Select(p => p.Item2 + p.Item1)), false);
            foreach (var run in BrowserLine.From("web", line, ref style).Runs)
            {
                Assert.Matches("^((fg|bg)(1?[0-9]|-back|-front)|bold|dim|italic|underline|strike| )*$", run.Classes ?? "");
                Assert.Matches("^(#[0-9a-f]{6})?$", run.Foreground ?? "");
                Assert.Matches("^(#[0-9a-f]{6})?$", run.Background ?? "");
            }
        });

    [Fact]
    public void An_endless_line_is_cut_and_says_so()
    {
        var style = default(AnsiStyle);
        var sent = BrowserLine.From("web", new ConsoleLine(1, DateTimeOffset.UnixEpoch, new string('x', 1_000_000), false), ref style);
        Assert.InRange(sent.Runs.Sum(r => r.Text.Length), BrowserLine.LongestText, BrowserLine.LongestText + 20);
        Assert.Equal(" … +991808", sent.Runs[^1].Text);
    }

    static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    static bool IsSubsequence(string part, string whole)
    {
        var at = 0;
        foreach (var c in whole)
        {
            if (at < part.Length && part[at] == c)
                at++;
        }

        return at == part.Length;
    }
}
