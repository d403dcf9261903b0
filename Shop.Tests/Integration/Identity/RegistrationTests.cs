using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Shop.Users.Accounts;
using Xunit;

namespace Shop.Tests.Integration.Identity;

public sealed class RegistrationTests(ShopApplication shop)
{
    private const string Password = "tangerine moth over Oslo", Confirm = "Confirm your e-mail address";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_registers_and_confirms_is_signed_in()
    {
        using var browser = await PlainBrowser.OpenAsync(shop);
        var email = NewEmail();
        var sent = await RegisterAsync(browser, email);
        Assert.Contains(email, sent.Text, StringComparison.Ordinal);

        var link = (await shop.MailAsync(email, Confirm)).Link;
        var welcome = await browser.FollowAsync(await browser.SubmitAsync(await browser.GetAsync(link), ("Input.Password", Password)));

        Assert.Equal("/account/welcome", welcome.Path);
        var user = await FindAsync(email);
        Assert.True(user.EmailConfirmed);
        Assert.Equal(("Ada 👩‍🚀 Byron", "en"), (user.DisplayName, user.Language));
        Assert.Equal(["email-confirmed", "registered", "signed-in"], await shop.EventsAsync(user.Id));
    }

    [Fact]
    public async Task Before_that_nobody_signs_in()
    {
        using var browser = await PlainBrowser.OpenAsync(shop);
        var email = NewEmail();
        await RegisterAsync(browser, email);

        var page = await browser.SignInAsync(new(Guid.Empty, email, Password, ""));

        Assert.Null(page.Next);
        Assert.Contains("has not been confirmed", page.Text, StringComparison.Ordinal);
        Assert.Equal("/account/sign-in?returnUrl=%2Faccount", (await browser.GetAsync("/account")).Next);
    }

    [Fact]
    public async Task A_link_alone_opens_nothing_and_works_once()
    {
        using var browser = await PlainBrowser.OpenAsync(shop);
        var email = NewEmail();
        await RegisterAsync(browser, email);
        var link = (await shop.MailAsync(email, Confirm)).Link;

        // As mail programs do, to look at it.
        await browser.GetAsync(link);
        Assert.False((await FindAsync(email)).EmailConfirmed);
        var wrong = await browser.SubmitAsync(await browser.GetAsync(link), ("Input.Password", "some other words entirely"));
        Assert.Contains("That is not the password.", wrong.Text, StringComparison.Ordinal);
        Assert.False((await FindAsync(email)).EmailConfirmed);

        await browser.SubmitAsync(wrong, ("Input.Password", Password));
        Assert.True((await FindAsync(email)).EmailConfirmed);
        Assert.Contains("no longer works", (await browser.GetAsync(link)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_was_tampered_with_opens_nothing()
    {
        using var browser = await PlainBrowser.OpenAsync(shop);
        var (first, second) = (NewEmail(), NewEmail());
        await RegisterAsync(browser, first);
        await RegisterAsync(browser, second);
        var (mine, theirs) = ((await shop.MailAsync(first, Confirm)).Link, (await shop.MailAsync(second, Confirm)).Link);
        var stolen = theirs[..theirs.IndexOf("&token", StringComparison.Ordinal)] + mine[mine.IndexOf("&token", StringComparison.Ordinal)..];
        foreach (var link in (string[])[stolen, mine[..^3], mine + "x", mine.Replace("user=", "user=x", StringComparison.Ordinal), "/account/confirm-email?token=", "/account/reset-password", "/account/reset-password?" + mine.Split('?')[1], "/account/confirm-new-email?" + mine.Split('?')[1] + "&email=" + second])
        {
            var page = await browser.GetAsync(link);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain(first, page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Input.Password", page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_known_address_gets_the_same_answer_and_its_owner_is_told()
    {
        var owner = await RegisteredUser.CreateAsync(shop);
        var stranger = NewEmail();
        using var api = await shop.ClientAsync("users");
        var known = await AnswerAsync(api, new(owner.Email, Password, "Eve"));
        var unknown = await AnswerAsync(api, new(stranger, Password, "Eve"));

        Assert.Equal((HttpStatusCode.Accepted, ""), (unknown.Status, unknown.Body));
        Assert.Equal(unknown, known);
        Assert.Equal(["You already have an account"], (await shop.MailsAsync(owner.Email)).Select(static mail => mail.Subject));
        Assert.Equal([Confirm], (await shop.MailsAsync(stranger)).Select(static mail => mail.Subject));
        Assert.Equal(owner.DisplayName, (await FindAsync(owner.Email)).DisplayName);

        using var browser = await PlainBrowser.OpenAsync(shop);
        var (page, other) = (await RegisterAsync(browser, owner.Email), await RegisterAsync(browser, stranger));
        Assert.Equal(other.Text.Replace(stranger, "", StringComparison.Ordinal), page.Text.Replace(owner.Email, "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Somebody_elses_password_does_not_come_with_the_owners_link()
    {
        using var browser = await PlainBrowser.OpenAsync(shop);
        var email = NewEmail();
        // A stranger was first; the owner registers with a password of their own, and confirms.
        await RegisterAsync(browser, email, "a word of the stranger");
        await RegisterAsync(browser, email);
        var page = await browser.SubmitAsync(await browser.GetAsync((await shop.MailAsync(email, Confirm)).Link), ("Input.Password", Password));

        Assert.Null(page.Next);
        Assert.False((await FindAsync(email)).EmailConfirmed);
    }

    [Fact]
    public async Task Many_at_once_make_one_account()
    {
        using var api = await shop.ClientAsync("users");
        var email = NewEmail();
        // As many as may be tried for one address.
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AnswerAsync(api, new(email.ToUpperInvariant(), Password, "Ada"))));

        Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        Assert.Equal(email.ToUpperInvariant(), (await FindAsync(email)).Email);
        Assert.Equal(5, (await shop.MailsAsync(email.ToUpperInvariant())).Count);
        var sixth = await AnswerAsync(api, new(email, Password, "Ada"));
        Assert.Equal(HttpStatusCode.TooManyRequests, sixth.Status);
    }

    [Fact]
    public async Task The_mail_can_be_sent_again_and_nobody_learns_whether_there_is_an_account()
    {
        using var browser = await PlainBrowser.OpenAsync(shop);
        var (email, unknown, owner) = (NewEmail(), NewEmail(), await RegisteredUser.CreateAsync(shop));
        await RegisterAsync(browser, email);
        var pages = new List<string>();
        foreach (var address in (string[])[email, unknown, owner.Email])
        {
            var page = await browser.SubmitAsync(await browser.GetAsync("/account/confirm-email"), ("Input.Email", address));
            pages.Add(page.Text.Replace(address, "", StringComparison.Ordinal));
        }

        Assert.Single(pages.Distinct());
        Assert.Equal(2, (await shop.MailsAsync(email)).Count(static mail => mail.Subject == Confirm));
        Assert.Empty(await shop.MailsAsync(unknown));
        Assert.Equal("You already have an account", Assert.Single(await shop.MailsAsync(owner.Email)).Subject);
    }

    [Theory]
    [InlineData("email", """{"password":"tangerine moth over Oslo","displayName":"Ada"}""")]
    [InlineData("email", """{"email":"","password":"tangerine moth over Oslo","displayName":"Ada"}""")]
    [InlineData("email", """{"email":"ada@localhost","password":"tangerine moth over Oslo","displayName":"Ada"}""")]
    [InlineData("email", """{"email":7,"password":"tangerine moth over Oslo","displayName":"Ada"}""")]
    [InlineData("email", """{"email":"a\u0000da@example.com","password":"tangerine moth over Oslo","displayName":"Ada"}""")]
    [InlineData("password", """{"email":"ada@example.com","displayName":"Ada"}""")]
    [InlineData("password", """{"email":"ada@example.com","password":"short","displayName":"Ada"}""")]
    [InlineData("password", """{"email":"ada@example.com","password":"Password123!","displayName":"Ada"}""")]
    [InlineData("password", """{"email":"ada.byron@example.com","password":"ada.byron and more","displayName":"Ada"}""")]
    [InlineData("displayName", """{"email":"ada@example.com","password":"tangerine moth over Oslo"}""")]
    [InlineData("displayName", """{"email":"ada@example.com","password":"tangerine moth over Oslo","displayName":"  "}""")]
    [InlineData("displayName", """{"email":"ada@example.com","password":"tangerine moth over Oslo","displayName":"A\u0007da"}""")]
    [InlineData("body", "[]")]
    public async Task What_is_wrong_is_named_and_nothing_is_made(string field, string json)
    {
        using var api = await shop.ClientAsync("users");
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await api.PostAsync("/api/users/register", content, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var errors = (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("errors");
        Assert.Equal([field], errors.EnumerateObject().Select(static error => error.Name));
        Assert.Equal(0, await shop.WithUsersAsync(static db => db.Users.CountAsync(static u => u.Email!.StartsWith("ada"), Cancellation)));
    }

    /// <summary>Whatever text it is: an error at its field, and it comes back in it; or it is stored exactly.</summary>
    [Fact]
    public async Task A_name_is_refused_or_stored_as_it_is()
    {
        using var browser = await PlainBrowser.OpenAsync(shop);
        var register = await browser.GetAsync("/account/register");
        string[] special = ["Zoë", "👩‍👩‍👧‍👦", "אדם כהן", "مُحمّد", "王小明", "O'Hara & Söhne <b>", "{0} %s \\", "a\u202eb", "\u200f", "\ud83d", new('x', 81), new('é', 80), "tab\there"];
        var names = Gen.OneOf(Gen.Int[0, special.Length - 1].Select(i => special[i]), Gen.String[Gen.Char, 1, 90], Gen.String[Gen.Char.AlphaNumeric, 1, 80]);
        await names.SampleAsync(async name =>
        {
            var email = NewEmail();
            var page = await browser.SubmitAsync(register, ("Input.DisplayName", name), ("Input.Email", email), ("Input.Password", Password));
            if (page.Text.Contains("RegisterForm-DisplayName-error", StringComparison.Ordinal))
                Assert.DoesNotContain("RegisterForm-Email-error", page.Text, StringComparison.Ordinal);
            else
                Assert.Equal(AsSent(name).Trim(), (await FindAsync(email)).DisplayName);
        }, iter: 24, threads: 2);
    }

    [Fact]
    public async Task A_form_with_errors_keeps_what_was_typed_and_ties_each_error_to_its_field()
    {
        using var browser = await PlainBrowser.OpenAsync(shop);
        var page = await browser.SubmitAsync(
            await browser.GetAsync("/account/register?lang=zh-CN"), ("Input.DisplayName", "Ada \"<b>\""), ("Input.Email", "nowhere"), ("Input.Password", "1234567890"));

        Assert.Contains("value=\"Ada &quot;&lt;b&gt;&quot;\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"nowhere\"", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("1234567890", page.Html, StringComparison.Ordinal);
        Assert.Contains("aria-describedby=\"RegisterForm-Email-error\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("aria-describedby=\"RegisterForm-Password-error RegisterForm-Password-hint\"", page.Html, StringComparison.Ordinal);
        Assert.Contains("这是人人都会先试的密码", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mails_speak_the_language_of_who_registers()
    {
        using var browser = await PlainBrowser.OpenAsync(shop);
        var email = NewEmail();
        await browser.SubmitAsync(await browser.GetAsync("/account/register?lang=zh-CN"), ("Input.DisplayName", "小明"), ("Input.Email", email), ("Input.Password", Password));

        Assert.Equal("请确认你的邮箱地址", Assert.Single(await shop.MailsAsync(email)).Subject);
        Assert.Equal("zh-CN", (await FindAsync(email)).Language);
    }

    private static string NewEmail() => $"new.{Guid.NewGuid():N}@example.com";

    private static async Task<Page> RegisterAsync(PlainBrowser browser, string email, string password = Password) => await browser.SubmitAsync(
        await browser.GetAsync("/account/register"), ("Input.DisplayName", "Ada 👩‍🚀 Byron"), ("Input.Email", email), ("Input.Password", password));

    private static async Task<(HttpStatusCode Status, string Body, string? Type)> AnswerAsync(HttpClient api, RegistrationRequest request)
    {
        using var response = await api.PostAsJsonAsync("/api/users/register", request, Cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation), response.Content.Headers.ContentType?.ToString());
    }

    private Task<User> FindAsync(string email)
    {
        var normalized = email.ToUpperInvariant();
        return shop.WithUsersAsync(db => db.Users.AsNoTracking().SingleAsync(u => u.NormalizedEmail == normalized, Cancellation));
    }

    /// <summary>Half a character can't be sent by a form: it comes as the mark for what could not be read.</summary>
    private static string AsSent(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
