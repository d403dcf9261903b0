using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using Xunit;

namespace Shop.Tests.Integration.Identity;

public sealed partial class TwoFactorSetupTests(ShopApplication shop)
{
    private const string Address = "/account/security/two-factor";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signing_in_takes_a_code_once_it_is_on()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(user);
        var (key, codes, used) = await TurnOnAsync(browser, user);
        Assert.Equal(10, codes.Distinct().Count());

        using var other = await PlainBrowser.OpenAsync(shop);
        Assert.Equal("/account/sign-in/two-factor", (await other.SignInAsync(user)).Next);
        Assert.NotNull((await other.GetAsync("/account/security")).Next);
        var page = await other.GetAsync("/account/sign-in/two-factor");
        // The code that turned it on is used up; the next one is a step ahead, which clocks may be.
        Assert.Null((await other.SubmitAsync(page, ("Input.Code", used))).Next);
        Assert.Equal("/account", (await other.SubmitAsync(page, ("Input.Code", Code(key, 1)))).Next);
        Assert.Equal("Two-factor sign-in is on", Assert.Single(await shop.MailsAsync(user.Email)).Subject);
    }

    [Fact]
    public async Task A_recovery_code_works_once_and_new_ones_void_the_old()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(user);
        var (_, codes, _) = await TurnOnAsync(browser, user);

        // However it is written.
        Assert.Equal("/account", (await RecoverAsync(user, codes[0].Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant())).Next);
        Assert.Null((await RecoverAsync(user, codes[0])).Next);
        Assert.Contains("Unused codes left: 9", (await browser.GetAsync(Address)).Text, StringComparison.Ordinal);
        Assert.Equal("A recovery code was used", (await shop.MailsAsync(user.Email))[0].Subject);

        var renewed = Codes(await browser.SubmitFormAsync(await browser.GetAsync(Address), "renew-codes", ("Input.Password", user.Password)));
        Assert.Empty(renewed.Intersect(codes));
        Assert.Null((await RecoverAsync(user, codes[1])).Next);
        Assert.Equal("/account", (await RecoverAsync(user, renewed[1])).Next);
    }

    [Fact]
    public async Task Of_two_with_the_same_recovery_code_one_gets_in()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(user);
        var (_, codes, _) = await TurnOnAsync(browser, user);

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RecoverAsync(user, codes[3])));
        Assert.Single(answers, static answer => answer.Next == "/account");
    }

    [Fact]
    public async Task The_database_has_neither_the_key_nor_the_codes()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(user);
        var (key, codes, _) = await TurnOnAsync(browser, user);

        var kept = await shop.WithUsersAsync(db => db.UserTokens.Where(token => token.UserId == user.Id).Select(token => token.Value!).ToListAsync(Cancellation));
        Assert.Equal(2, kept.Count);
        Assert.All(kept, value =>
        {
            Assert.DoesNotContain(key, value, StringComparison.OrdinalIgnoreCase);
            Assert.All(codes, code => Assert.DoesNotContain(code, value, StringComparison.OrdinalIgnoreCase));
        });
    }

    [Fact]
    public async Task Each_step_takes_the_password()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(user);
        var offer = await browser.GetAsync(Address);
        var wrong = await browser.SubmitAsync(offer, ("Input.Code", Code(Key(offer))), ("Input.Password", "some other words"));
        Assert.Contains("That is not the password.", wrong.Text, StringComparison.Ordinal);
        // The person has scanned it already: the key stays, and so does the code.
        Assert.Equal(Key(offer), Key(wrong));
        await browser.SubmitAsync(wrong, ("Input.Code", Code(Key(wrong))), ("Input.Password", user.Password));

        var on = await browser.GetAsync(Address);
        Assert.Contains("That is not the password.", (await browser.SubmitFormAsync(on, "renew-codes", ("Input.Password", "some other words"))).Text, StringComparison.Ordinal);
        Assert.Contains("That is not the password.", (await browser.SubmitFormAsync(on, "two-factor-off", ("Input.Password", "some other words"))).Text, StringComparison.Ordinal);
        Assert.Contains("to show that it is you", (await browser.SubmitFormAsync(on, "two-factor-off", ("Input.Password", ""))).Text, StringComparison.Ordinal);

        Assert.Equal("/account/security", (await browser.SubmitFormAsync(on, "two-factor-off", ("Input.Password", user.Password))).Next);
        using var other = await PlainBrowser.OpenAsync(shop);
        Assert.Equal("/account", (await other.SignInAsync(user)).Next);
        Assert.Empty(await shop.WithUsersAsync(db => db.UserTokens.Where(token => token.UserId == user.Id).ToListAsync(Cancellation)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("１２３４５６")]
    [InlineData("abcdef")]
    [InlineData("0000000000000000000000000000")]
    public async Task What_is_no_code_turns_nothing_on(string code)
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(user);

        var page = await browser.SubmitAsync(await browser.GetAsync(Address), ("Input.Code", code), ("Input.Password", user.Password));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("TurnOnForm-Code-error", page.Text, StringComparison.Ordinal);
        Assert.False(await shop.WithUsersAsync(db => db.Users.Where(u => u.Id == user.Id).Select(u => u.TwoFactorEnabled).SingleAsync(Cancellation)));
    }

    [Fact]
    public async Task Another_accounts_key_is_not_taken()
    {
        var (user, other) = (await RegisteredUser.CreateAsync(shop), await RegisteredUser.CreateAsync(shop));
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var elsewhere = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(user);
        await elsewhere.SignInAsync(other);
        var theirs = await elsewhere.GetAsync(Address);

        var page = await browser.SubmitAsync(
            await browser.GetAsync(Address), ("Input.Ticket", Ticket().Match(theirs.Html).Groups[1].Value), ("Input.Code", Code(Key(theirs))), ("Input.Password", user.Password));

        Assert.Contains("open too long", page.Text, StringComparison.Ordinal);
        Assert.NotEqual(Key(theirs), Key(page));
    }

    private async Task<Page> RecoverAsync(RegisteredUser user, string code)
    {
        using var browser = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(user);
        return await browser.SubmitAsync(await browser.GetAsync("/account/sign-in/recovery-code"), ("Input.Code", code));
    }

    private static async Task<(string Key, string[] Codes, string Used)> TurnOnAsync(PlainBrowser browser, RegisteredUser user)
    {
        var offer = await browser.GetAsync(Address);
        var code = Code(Key(offer));
        return (Key(offer), Codes(await browser.SubmitAsync(offer, ("Input.Code", code), ("Input.Password", user.Password))), code);
    }

    private static string Code(string key, int ahead = 0) => new Totp(Base32Encoding.ToBytes(key)).ComputeTotp(DateTime.UtcNow.AddSeconds(30 * ahead));

    private static string Key(Page page) => KeyText().Match(page.Html).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);

    private static string[] Codes(Page page) => [.. CodeText().Matches(page.Html).Select(static match => match.Groups[1].Value)];

    [GeneratedRegex("two-factor-key\">([A-Z2-7 ]+)<")]
    private static partial Regex KeyText();

    [GeneratedRegex("<code>([A-Z0-9]{5}-[A-Z0-9]{5})</code>")]
    private static partial Regex CodeText();

    [GeneratedRegex("name=\"Input.Ticket\" value=\"([^\"]+)\"")]
    private static partial Regex Ticket();
}
