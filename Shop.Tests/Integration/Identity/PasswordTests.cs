using System.Net;
using Microsoft.EntityFrameworkCore;
using Shop.Users.SignIn;
using Xunit;

namespace Shop.Tests.Integration.Identity;

public sealed class PasswordTests(ShopApplication shop)
{
    private const string NewPassword = "nine lanterns, four herons", ResetMail = "Choose a new password";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_forgotten_password_is_replaced_by_a_link_that_works_once()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        await ForgetAsync(browser, user.Email);
        await ForgetAsync(browser, user.Email);
        var links = (await shop.MailsAsync(user.Email)).Select(static mail => mail.Link).ToArray();
        Assert.Equal(2, links.Length);

        var done = await ResetAsync(browser, links[0], NewPassword);

        Assert.Contains("Your new password is set", done.Text, StringComparison.Ordinal);
        Assert.Null((await browser.SignInAsync(user)).Next);
        Assert.Equal("/account", (await browser.SignInAsync(user with { Password = NewPassword })).Next);
        // The one that was used, and the one before it.
        foreach (var link in links)
            Assert.Contains("no longer works", (await browser.GetAsync(link)).Text, StringComparison.Ordinal);
        Assert.Equal("Your password was changed", (await shop.MailsAsync(user.Email))[0].Subject);
    }

    [Fact]
    public async Task Nobody_learns_whether_an_address_has_an_account()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        var unknown = $"nobody.{Guid.NewGuid():N}@example.com";
        using var browser = await PlainBrowser.OpenAsync(shop);

        var (mine, nobodys) = (await ForgetAsync(browser, user.Email), await ForgetAsync(browser, unknown));

        Assert.Equal(nobodys.Text.Replace(unknown, "", StringComparison.Ordinal), mine.Text.Replace(user.Email, "", StringComparison.Ordinal));
        Assert.Empty(await shop.MailsAsync(unknown));
        Assert.Equal(HttpStatusCode.OK, (await ForgetAsync(browser, unknown)).Status);
        Assert.Equal(HttpStatusCode.OK, (await ForgetAsync(browser, unknown)).Status);
        // The limit counts what is asked for an address, whoever has it.
        Assert.Equal(HttpStatusCode.TooManyRequests, (await ForgetAsync(browser, unknown)).Status);
    }

    [Fact]
    public async Task A_reset_ends_all_sessions_and_confirms_the_address()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);
        var tokens = await client.SignInAsync(browser, user);
        using var other = await PlainBrowser.OpenAsync(shop);
        await ForgetAsync(other, user.Email);
        await ResetAsync(other, (await shop.MailAsync(user.Email, ResetMail)).Link, NewPassword);

        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.RefreshToken)).Error);
        await Eventually.TrueAsync(async () => (await browser.GetAsync("/account/security")).Next is not null, Cancellation);
        Assert.Equal(["password-reset", "password-reset-requested", "sessions-revoked", "signed-in"], await shop.EventsAsync(user.Id));

        var unconfirmed = await RegisteredUser.CreateAsync(shop, static u => u.EmailConfirmed = false);
        await ForgetAsync(other, unconfirmed.Email);
        await ResetAsync(other, (await shop.MailAsync(unconfirmed.Email, ResetMail)).Link, NewPassword);
        Assert.Equal("/account", (await other.SignInAsync(unconfirmed with { Password = NewPassword })).Next);
    }

    [Fact]
    public async Task Of_two_who_use_a_link_at_once_one_succeeds()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        await ForgetAsync(browser, user.Email);
        var page = await browser.GetAsync((await shop.MailAsync(user.Email, ResetMail)).Link);

        string[] passwords = [.. Enumerable.Range(0, 4).Select(static i => $"{i} {NewPassword}")];
        var answers = await Task.WhenAll(passwords.Select(password => browser.SubmitAsync(page, ("Input.Password", password), ("Input.Repeated", password))));

        Assert.Single(answers, static answer => answer.Text.Contains("Your new password is set", StringComparison.Ordinal));
        Assert.Single((await shop.MailsAsync(user.Email)), static mail => mail.Subject == "Your password was changed");
    }

    [Fact]
    public async Task A_bad_password_is_refused_and_the_link_still_works()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        await ForgetAsync(browser, user.Email);
        var link = (await shop.MailAsync(user.Email, ResetMail)).Link;
        foreach (var (password, error) in ((string, string)[])[("qwertyuiop", "everybody tries first"), ("short", "10 characters or more"), ($"{user.Email} and more", "your name or your e-mail"), ("", "Enter a password")])
            Assert.Contains(error, (await ResetAsync(browser, link, password)).Text, StringComparison.Ordinal);
        var different = await browser.SubmitAsync(await browser.GetAsync(link), ("Input.Password", NewPassword), ("Input.Repeated", NewPassword + "!"));
        Assert.Contains("not the same", different.Text, StringComparison.Ordinal);
        Assert.Contains("is set", (await ResetAsync(browser, link, NewPassword)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_with_a_token_in_its_address_tells_nobody()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        await ForgetAsync(browser, user.Email);
        using var client = await shop.ClientAsync("web");
        using var request = new HttpRequestMessage(HttpMethod.Get, (await shop.MailAsync(user.Email, ResetMail)).Link);
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Contains("form-action 'self'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changing_it_keeps_this_browser_and_ends_the_others()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var other = await PlainBrowser.OpenAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);
        var tokens = await client.SignInAsync(other, user);
        await browser.SignInAsync(user);

        var done = await ChangeAsync(browser, user.Password, NewPassword);

        Assert.Equal("/account/security", done.Next);
        Assert.Contains("Your password is changed", (await browser.FollowAsync(done)).Text, StringComparison.Ordinal);
        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.RefreshToken)).Error);
        await Eventually.TrueAsync(async () => (await other.GetAsync("/account/security")).Next is not null, Cancellation);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account/security")).Status);
        Assert.Equal("Your password was changed", Assert.Single(await shop.MailsAsync(user.Email)).Subject);
    }

    [Fact]
    public async Task Changing_it_takes_the_old_one_and_wrong_ones_are_counted()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(user);

        await ChangeAsync(browser, user.Password, NewPassword);
        Assert.Contains("the password you have already", (await ChangeAsync(browser, NewPassword, NewPassword)).Text, StringComparison.Ordinal);
        var empty = await ChangeAsync(browser, "", "");
        Assert.Contains("to show that it is you", empty.Text, StringComparison.Ordinal);
        Assert.Contains("Enter a password.", empty.Text, StringComparison.Ordinal);
        for (var i = 0; i < SignInAttempts.Most; i++)
            Assert.Contains("That is not the password.", (await ChangeAsync(browser, "some other words", "words of another day")).Text, StringComparison.Ordinal);
        // Also the right one, for a while.
        Assert.Contains("Too many wrong passwords", (await ChangeAsync(browser, NewPassword, "words of another day")).Text, StringComparison.Ordinal);
        var row = await shop.WithUsersAsync(db => db.Users.AsNoTracking().SingleAsync(u => u.Id == user.Id, Cancellation));
        Assert.True(row.LockoutEnd > DateTimeOffset.UtcNow);
    }

    private static async Task<Page> ForgetAsync(PlainBrowser browser, string email) =>
        await browser.SubmitAsync(await browser.GetAsync("/account/forgot-password"), ("Input.Email", email));

    private static async Task<Page> ResetAsync(PlainBrowser browser, string link, string password) =>
        await browser.SubmitAsync(await browser.GetAsync(link), ("Input.Password", password), ("Input.Repeated", password));

    private static async Task<Page> ChangeAsync(PlainBrowser browser, string current, string password) => await browser.SubmitFormAsync(
        await browser.GetAsync("/account/security"), "change-password", ("Input.CurrentPassword", current), ("Input.NewPassword", password), ("Input.Repeated", password));
}
