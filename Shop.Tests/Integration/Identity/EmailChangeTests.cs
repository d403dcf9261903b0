using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Shop.Tests.Integration.Identity;

public sealed partial class EmailChangeTests(ShopApplication shop)
{
    private const string ConfirmMail = "Confirm your new e-mail address";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_address_counts_once_its_link_is_used_and_the_old_one_is_told()
    {
        var (user, email) = (await RegisteredUser.CreateAsync(shop), NewEmail());
        using var browser = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(user);
        var sent = await AskAsync(browser, email, user.Password);
        Assert.Contains(email, sent.Text, StringComparison.Ordinal);
        var link = (await shop.MailAsync(email, ConfirmMail)).Link;

        // To look at it is not to use it.
        using var elsewhere = await PlainBrowser.OpenAsync(shop);
        var page = await elsewhere.GetAsync(link);
        Assert.Equal(user.Email, await EmailAsync(user));
        var done = await elsewhere.SubmitAsync(page);

        Assert.Contains("Your address is changed", done.Text, StringComparison.Ordinal);
        Assert.Equal(email, await EmailAsync(user));
        var notice = await shop.MailAsync(user.Email, "Your e-mail address was changed");
        Assert.DoesNotContain(email, notice.Text, StringComparison.Ordinal);
        Assert.Contains("no longer works", (await elsewhere.GetAsync(link)).Text, StringComparison.Ordinal);
        Assert.Null((await elsewhere.SignInAsync(user)).Next);
        Assert.Equal("/account", (await elsewhere.SignInAsync(user with { Email = email })).Next);
        Assert.Equal(["email-change-requested", "email-changed", "signed-in", "signed-in"], await shop.EventsAsync(user.Id));
    }

    [Fact]
    public async Task An_address_that_somebody_has_gets_the_same_answer_and_its_owner_is_told()
    {
        var (user, owner, free) = (await RegisteredUser.CreateAsync(shop), await RegisteredUser.CreateAsync(shop), NewEmail());
        using var browser = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(user);

        var (taken, unknown) = (await AskAsync(browser, owner.Email, user.Password), await AskAsync(browser, free, user.Password));

        Assert.Equal(Comparable(unknown, free), Comparable(taken, owner.Email));
        Assert.Equal("You already have an account", Assert.Single(await shop.MailsAsync(owner.Email)).Subject);
        Assert.Equal(user.Email, await EmailAsync(user));
    }

    [Fact]
    public async Task Of_two_who_want_an_address_the_first_to_confirm_gets_it()
    {
        var (first, second, email) = (await RegisteredUser.CreateAsync(shop), await RegisteredUser.CreateAsync(shop), NewEmail());
        var links = new List<string>();
        foreach (var user in (RegisteredUser[])[first, second])
        {
            using var browser = await PlainBrowser.OpenAsync(shop);
            await browser.SignInAsync(user);
            await AskAsync(browser, email, user.Password);
            links.Add((await shop.MailAsync(email, ConfirmMail)).Link);
        }

        using var reader = await PlainBrowser.OpenAsync(shop);
        var pages = new[] { await reader.GetAsync(links[0]), await reader.GetAsync(links[1]) };
        var answers = await Task.WhenAll(pages.Select(page => reader.SubmitAsync(page)));

        Assert.Single(answers, static answer => answer.Text.Contains("Your address is changed", StringComparison.Ordinal));
        Assert.Single(answers, static answer => answer.Text.Contains("no longer works", StringComparison.Ordinal));
        Assert.Equal(1, await shop.WithUsersAsync(db => db.Users.CountAsync(u => u.Email == email, Cancellation)));
    }

    [Fact]
    public async Task Who_only_registered_with_an_address_does_not_keep_its_owner_from_it()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        var squatter = await RegisteredUser.CreateAsync(shop, static u => u.EmailConfirmed = false);
        using var browser = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(user);
        await AskAsync(browser, squatter.Email, user.Password);
        await browser.SubmitAsync(await browser.GetAsync((await shop.MailAsync(squatter.Email, ConfirmMail)).Link));

        Assert.Equal(squatter.Email, await EmailAsync(user));
        Assert.False(await shop.WithUsersAsync(db => db.Users.AnyAsync(u => u.Id == squatter.Id, Cancellation)));
    }

    [Fact]
    public async Task It_takes_the_password_and_an_address()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(user);
        var email = NewEmail();

        Assert.Contains("That is not the password.", (await AskAsync(browser, email, "some other words")).Text, StringComparison.Ordinal);
        Assert.Contains("to show that it is you", (await AskAsync(browser, email, "")).Text, StringComparison.Ordinal);
        Assert.Contains("not an e-mail address", (await AskAsync(browser, "ada@localhost", user.Password)).Text, StringComparison.Ordinal);
        Assert.Contains("the address you have already", (await AskAsync(browser, user.Email, user.Password)).Text, StringComparison.Ordinal);
        Assert.Empty(await shop.MailsAsync(email));
    }

    /// <summary>Without what is another in each answer: the forms' tokens.</summary>
    private static string Comparable(Page page, string email) => FormToken().Replace(page.Text.Replace(email, "", StringComparison.Ordinal), "");

    [GeneratedRegex("CfDJ8[\\w-]+")]
    private static partial Regex FormToken();

    private static string NewEmail() => $"changed.{Guid.NewGuid():N}@example.com";

    private static async Task<Page> AskAsync(PlainBrowser browser, string email, string password) => await browser.SubmitFormAsync(
        await browser.GetAsync("/account/security"), "change-email", ("Input.Email", email), ("Input.Password", password));

    private Task<string?> EmailAsync(RegisteredUser user) => shop.WithUsersAsync(db => db.Users.Where(u => u.Id == user.Id).Select(u => u.Email).SingleAsync(Cancellation));
}
