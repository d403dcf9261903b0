using CsCheck;
using Microsoft.Extensions.Options;
using Shop.Users.Accounts.Passwords;
using Xunit;

namespace Shop.Tests.Unit.Users.Accounts;

public sealed class PasswordRulesTests
{
    private static readonly PasswordRules s_rules = new(new(Options.Create(new CommonPasswordOptions())));

    [Theory]
    [InlineData("correct-horse-battery")]
    [InlineData("tangerine moth over Oslo")]
    [InlineData("9 lanterns, 4 herons")]
    [InlineData("我家的猫每天五点叫我起床")]
    [InlineData("кот на крыше в среду")]
    [InlineData("🦩🦩🐙🦊🐝🌵🍋🚲🎈🧭")]
    [InlineData("xK3!vq92Lm")]
    public void A_good_password_is_taken_whatever_it_is_made_of(string password) => Assert.Equal(PasswordFault.None, Check(password));

    [Theory]
    [InlineData(null, nameof(PasswordFault.Missing))]
    [InlineData("", nameof(PasswordFault.Missing))]
    [InlineData("nine char", nameof(PasswordFault.TooShort))]
    [InlineData("🦩🐙🦊🐝🌵", nameof(PasswordFault.TooShort))]
    [InlineData("tangerine\nmoth", nameof(PasswordFault.Unreadable))]
    [InlineData("tangerine\0moth", nameof(PasswordFault.Unreadable))]
    [InlineData("lovelace.ada@example.com", nameof(PasswordFault.Personal))]
    [InlineData("my Lovelace.Ada rocks", nameof(PasswordFault.Personal))]
    [InlineData("the byron of all", nameof(PasswordFault.Personal))]
    public void A_fault_is_named(string? password, string fault) => Assert.Equal(fault, Check(password).ToString());

    [Fact]
    public void Half_a_character_is_none() => Assert.Equal(PasswordFault.Unreadable, Check("tangerine" + (char)0xd83d + "moth"));

    [Theory]
    [InlineData("1234567890")]
    [InlineData("qwertyuiop")]
    [InlineData("QWERTYUIOP")]
    [InlineData("ｑｗｅｒｔｙｕｉｏｐ")]
    [InlineData("password123")]
    [InlineData("Password2026!")]
    [InlineData("P@$$w0rd1234")]
    [InlineData("!!passw0rd!!")]
    [InlineData("$unshine2024")]
    [InlineData("1iloveyou1314")]
    [InlineData("woaini5201314")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("zaq1xsw2cde3")]
    [InlineData("q1w2e3r4t5y6")]
    [InlineData("dragondragon")]
    [InlineData("dragon1dragon1")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("xyxyxyxyxyxy")]
    [InlineData("correcthorsebatterystaple")]
    [InlineData("йцукенгшщз")]
    [InlineData("好好学习天天向上1234")]
    public void What_everybody_tries_first_is_refused(string password) => Assert.Equal(PasswordFault.Common, Check(password));

    [Theory]
    [InlineData("dragon lives in Bergen")]
    [InlineData("sunshine-and-herring")]
    [InlineData("monkey83520417")]
    public void A_common_word_in_a_longer_password_is_none(string password) => Assert.Equal(PasswordFault.None, Check(password));

    [Fact]
    public void The_length_is_counted_in_characters() => Gen.Int[1, 140].Select(Gen.Bool).Sample((length, wide) =>
    {
        // Different ones in a row, so that only the length can be wrong.
        var password = string.Concat(Enumerable.Range(0, length).Select(i => char.ConvertFromUtf32((wide ? 0x1F300 : 0x4E00) + (i * 7 % 250))));
        Assert.Equal(length < PasswordRules.ShortestLength ? PasswordFault.TooShort : password.Length > PasswordRules.LongestLength ? PasswordFault.TooLong : PasswordFault.None, Check(password));
    });

    /// <summary>Whatever it is, it gets an answer, and one that names what is wrong with it.</summary>
    [Fact]
    public void No_text_breaks_the_rules() => Gen.String.Sample(static text =>
    {
        var fault = Check(text);
        if (text.Any(char.IsControl) && text.Length <= PasswordRules.LongestLength)
            Assert.Equal(PasswordFault.Unreadable, fault);
    });

    [Fact]
    public void A_very_long_text_is_refused_at_once() => Assert.Equal(PasswordFault.TooLong, Check(new string('x', 10_000_000)));

    [Fact]
    public void The_shipped_list_is_that_of_thousands() => Assert.InRange(new CommonPasswords(Options.Create(new CommonPasswordOptions())).Count, 5_000, 50_000);

    [Fact]
    public void Another_list_takes_its_place()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "Tangerine Moth Over Oslo\r\n\r\nзаяц зимой в поле\n");
            var rules = new PasswordRules(new(Options.Create(new CommonPasswordOptions { CommonListFile = file })));
            Assert.Equal(PasswordFault.Common, rules.Check("tangerine moth over oslo", null, null));
            Assert.Equal(PasswordFault.Common, rules.Check("Заяц зимой в поле!", null, null));
            Assert.Equal(PasswordFault.None, rules.Check("qwertyuiop", null, null));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static PasswordFault Check(string? password) => s_rules.Check(password, "lovelace.ada@example.com", "Ada Byron");
}
