using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.Users.Accounts;
using Shop.Users.Mail;
using Shop.Users.Mail.Mailbox;
using Xunit;

namespace Shop.Tests.Unit.Users.Mail;

public sealed partial class MailWriterTests : IDisposable
{
    private const string Token = "a-Token_of~its.kind";

    private static readonly DateTimeOffset s_now = new(2026, 11, 25, 14, 5, 0, TimeSpan.Zero);
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddLogging(static logging => logging.ClearProviders())
        .AddSingleton(TimeProvider.System)
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Identity:Issuer", "https://shop.example")]).Build())
        .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
        .AddScoped<MailWriter>()
        .BuildServiceProvider();

    public static TheoryData<string, string> Letters { get; } = new(
        from letter in (string[])["ConfirmEmail", "AlreadyRegistered", "ResetPassword", "PasswordChanged", "ConfirmNewEmail", "EmailTaken", "EmailChanged", "TwoFactorOn", "TwoFactorOff", "RecoveryCodesRenewed", "RecoveryCodeUsed", "AccountDeleted"]
        from language in (string[])["en", "zh-CN"]
        select (letter, language));

    [Theory, MemberData(nameof(Letters))]
    public async Task Each_letter_is_complete_in_both_languages_and_both_forms(string kind, string language)
    {
        var letter = Letter(kind, Person(language));
        var mail = await WriteAsync(letter);

        Assert.InRange(mail.Subject.Length, 1, OutgoingMail.SubjectLength);
        Assert.All([mail.Subject, mail.Text, mail.Html], static text => Assert.DoesNotMatch(Placeholder(), text));
        Assert.Equal(language == "zh-CN", Han().IsMatch(mail.Text));
        Assert.Equal(language == "zh-CN", Han().IsMatch(mail.Html));
        Assert.Contains($"<html lang=\"{language}\"", mail.Html, StringComparison.Ordinal);
        // The same words, whichever form a mail program shows.
        var html = System.Net.WebUtility.HtmlDecode(mail.Html);
        Assert.All(mail.Text.Split("\n\n").Where(static part => !part.Contains("http", StringComparison.Ordinal) && !part.StartsWith("--", StringComparison.Ordinal)),
            paragraph => Assert.Contains(paragraph.Trim(), html, StringComparison.Ordinal));
        var links = MailLinks.Split(mail.Text).Where(static part => part.IsLink).Select(static part => part.Text).ToArray();
        Assert.Equal(letter.Link is null ? [] : ["https://shop.example" + letter.Link], links);
        Assert.All(links, link => Assert.Contains($"href=\"{link}\"", System.Net.WebUtility.HtmlDecode(mail.Html), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mail_to_an_address_that_nobody_confirmed_holds_no_word_of_who_typed_it()
    {
        var stranger = Person("en");
        (stranger.EmailConfirmed, stranger.DisplayName) = (false, "Cheap pills at pills.example");
        foreach (var letter in (Letter[])[AccountLetters.ConfirmEmail(stranger, Token), AccountLetters.ResetPassword(stranger, Token), AccountLetters.ConfirmNewEmail(Person("en"), "new@example.com", Token)])
        {
            var mail = await WriteAsync(letter);
            Assert.DoesNotContain("pills", mail.Text + mail.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("Ada", mail.Text + mail.Html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("{0} {name} %s")]
    [InlineData("Zoë 👩‍🚀 אָדָם")]
    public async Task A_name_is_shown_as_it_is(string name)
    {
        var person = Person("en");
        person.DisplayName = name;
        var mail = await WriteAsync(AccountLetters.PasswordChanged(person, s_now));

        Assert.StartsWith($"Hello {name},", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"Hello {name},", System.Net.WebUtility.HtmlDecode(mail.Html), StringComparison.Ordinal);
        Assert.DoesNotContain("<img", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_says_when_it_was()
    {
        Assert.Contains("25 November 2026 at 14:05 (UTC)", (await WriteAsync(AccountLetters.PasswordChanged(Person("en"), s_now))).Text, StringComparison.Ordinal);
        Assert.Contains("2026年11月25日 14:05（UTC）", (await WriteAsync(AccountLetters.PasswordChanged(Person("zh-CN"), s_now))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_old_address_learns_of_the_new_one_only_enough_to_know_it()
    {
        var mail = await WriteAsync(AccountLetters.EmailChanged(Person("en"), "old@example.com", s_now));
        Assert.Equal("old@example.com", mail.To);
        Assert.Contains("a•••@example.com", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@example.com", mail.Text, StringComparison.Ordinal);
    }

    public void Dispose() => _services.Dispose();

    private static Letter Letter(string kind, User person) => kind switch
    {
        "ConfirmEmail" => AccountLetters.ConfirmEmail(person, Token),
        "AlreadyRegistered" => AccountLetters.AlreadyRegistered(person),
        "ResetPassword" => AccountLetters.ResetPassword(person, Token),
        "PasswordChanged" => AccountLetters.PasswordChanged(person, s_now),
        "ConfirmNewEmail" => AccountLetters.ConfirmNewEmail(person, "new+tag@example.com", Token),
        "EmailTaken" => AccountLetters.EmailTaken(person),
        "EmailChanged" => AccountLetters.EmailChanged(person, "old@example.com", s_now),
        "TwoFactorOn" => AccountLetters.TwoFactorOn(person, s_now),
        "TwoFactorOff" => AccountLetters.TwoFactorOff(person, s_now),
        "RecoveryCodesRenewed" => AccountLetters.RecoveryCodesRenewed(person, s_now),
        "RecoveryCodeUsed" => AccountLetters.RecoveryCodeUsed(person, s_now, 9),
        _ => AccountLetters.AccountDeleted(person, s_now),
    };

    private static User Person(string language) => new() { Email = "ada@example.com", EmailConfirmed = true, DisplayName = "Ada", Language = language };

    private async Task<OutgoingMail> WriteAsync(Letter letter)
    {
        await using var scope = _services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MailWriter>().WriteAsync(letter);
    }

    [GeneratedRegex(@"\{\d")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();
}
