using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using Xunit;

namespace Shop.Tests.Integration.Identity;

public sealed partial class TwoFactorTests(ShopApplication shop)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_code_of_the_app_opens_the_account_once()
    {
        var (user, key, _) = await TurnOnAsync();
        using var browser = await PlainBrowser.OpenAsync(shop);
        var page = await AskedForCodeAsync(browser, user);
        Assert.DoesNotContain(browser.Cookies, static cookie => cookie.Name == "shop-id");

        var code = Code(key);
        var done = await browser.SubmitAsync(page, ("Input.Code", code));
        Assert.EndsWith("/account/addresses", done.Location, StringComparison.Ordinal);
        Assert.Contains(browser.Cookies, static cookie => cookie.Name == "shop-id");

        using var thief = await PlainBrowser.OpenAsync(shop);
        var replayed = await thief.SubmitAsync(await AskedForCodeAsync(thief, user), ("Input.Code", code));
        Assert.Null(replayed.Location);
        Assert.Contains("has been used", replayed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_with_the_same_code_one_comes_in()
    {
        var (user, key, _) = await TurnOnAsync();
        var code = Code(key);

        // Fewer than lock the account.
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var browser = await PlainBrowser.OpenAsync(shop);
            return await browser.SubmitAsync(await AskedForCodeAsync(browser, user), ("Input.Code", code));
        }));

        Assert.Single(answers, static answer => answer.Location is not null);
    }

    [Fact]
    public async Task A_recovery_code_opens_it_once_too()
    {
        var (user, _, codes) = await TurnOnAsync();
        var answers = new List<Page>();
        foreach (var code in (string[])[codes[3], codes[3], codes[4].ToUpperInvariant()])
        {
            using var browser = await PlainBrowser.OpenAsync(shop);
            await AskedForCodeAsync(browser, user);
            answers.Add(await browser.SubmitAsync(await browser.GetAsync("/account/sign-in/recovery-code?returnUrl=%2Faccount%2Faddresses"), ("Input.Code", code)));
        }

        Assert.EndsWith("/account/addresses", answers[0].Location, StringComparison.Ordinal);
        Assert.Null(answers[1].Location);
        Assert.NotNull(answers[2].Location);
    }

    [Fact]
    public async Task Wrong_codes_lock_the_account_and_the_password_does_not_open_it_again()
    {
        var (user, key, _) = await TurnOnAsync();
        using var browser = await PlainBrowser.OpenAsync(shop);
        for (var i = 0; i < 5; i++)
            Assert.Null((await browser.SubmitAsync(await AskedForCodeAsync(browser, user), ("Input.Code", "000000"))).Location);

        Assert.Null((await browser.SubmitAsync(await browser.GetAsync("/account/sign-in/two-factor"), ("Input.Code", Code(key)))).Location);
        Assert.Null((await browser.SignInAsync(user)).Location);
        Assert.Equal(5, await shop.WithUsersAsync(users => users.Users.Where(u => u.Id == user.Id).Select(static u => u.AccessFailedCount).SingleAsync(Cancellation)));
    }

    [Fact]
    public async Task The_code_is_asked_of_nobody_who_has_not_given_the_password()
    {
        using var browser = await PlainBrowser.OpenAsync(shop);

        foreach (var path in (string[])["/account/sign-in/two-factor", "/account/sign-in/recovery-code"])
            Assert.EndsWith("/account/sign-in", (await browser.GetAsync(path)).Location, StringComparison.Ordinal);
    }

    private static async Task<Page> AskedForCodeAsync(PlainBrowser browser, RegisteredUser user)
    {
        var asked = await browser.SignInAsync(user, "/account/addresses");
        Assert.Equal(HttpStatusCode.Redirect, asked.Status);
        return await browser.FollowAsync(asked);
    }

    /// <summary>The code after the one that turning it on has used up.</summary>
    private static string Code(string key) => new Totp(Base32Encoding.ToBytes(key)).ComputeTotp(DateTime.UtcNow.AddSeconds(30));

    private async Task<(RegisteredUser User, string Key, IReadOnlyList<string> Codes)> TurnOnAsync()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(user);
        var offer = await browser.GetAsync("/account/security/two-factor");
        var key = OfferedKey().Match(offer.Html).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        var now = new Totp(Base32Encoding.ToBytes(key)).ComputeTotp();

        var page = await browser.SubmitAsync(offer, ("Input.Code", now), ("Input.Password", user.Password));

        var codes = RecoveryCode().Matches(page.Html).Select(static match => match.Groups[1].Value).ToList();
        Assert.Equal(10, codes.Count);
        return (user, key, codes);
    }

    [GeneratedRegex("<code class=\"two-factor-key\">([A-Z2-7 ]+)</code>")]
    private static partial Regex OfferedKey();

    [GeneratedRegex("<li><code>([^<]+)</code></li>")]
    private static partial Regex RecoveryCode();
}
