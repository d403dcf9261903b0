using System.Net;
using Microsoft.EntityFrameworkCore;
using Shop.Users.Security;
using Xunit;

namespace Shop.Tests.Integration.Identity;

public sealed class SignInPageTests(ShopApplication shop)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "/account")]
    [InlineData("/account/sessions?page=2", "/account/sessions?page=2")]
    [InlineData("https://evil.example/", "/account")]
    [InlineData("//evil.example/", "/account")]
    [InlineData("/\\evil.example/", "/account")]
    [InlineData("/\t/evil.example/", "/account")]
    [InlineData("javascript:alert(1)", "/account")]
    [InlineData("evil.example", "/account")]
    public async Task The_way_back_stays_within_the_shop(string? returnUrl, string expected)
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);

        var first = await browser.SignInAsync(user, returnUrl);
        Assert.Equal(expected, Path(first.Location));

        var again = await browser.GetAsync("/account/sign-in" + (returnUrl is null ? "" : $"?returnUrl={Uri.EscapeDataString(returnUrl)}"));
        Assert.Equal(expected, Path(again.Location));
    }

    [Fact]
    public async Task A_page_of_the_account_leads_to_the_sign_in_and_back()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);

        var asked = await browser.GetAsync("/account/security?tab=1");
        Assert.StartsWith("/account/sign-in?returnUrl=", Path(asked.Location), StringComparison.Ordinal);
        var page = await browser.FollowAsync(asked);
        var done = await browser.SubmitAsync(page, ("Input.Email", user.Email), ("Input.Password", user.Password));

        Assert.Equal("/account/security?tab=1", Path(done.Location));
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_address_and_a_locked_account_look_the_same()
    {
        var (user, locked) = (await RegisteredUser.CreateAsync(shop), await RegisteredUser.CreateAsync(shop, static u => u.LockoutEnd = DateTimeOffset.MaxValue));
        using var browser = await PlainBrowser.OpenAsync(shop);

        var wrong = await browser.SignInAsync(user with { Password = "not the password" });
        var unknown = await browser.SignInAsync(user with { Email = $"nobody-{Guid.NewGuid():N}@example.com" });
        var refused = await browser.SignInAsync(locked);

        Assert.Equal(Message(wrong), Message(unknown));
        Assert.Equal(Message(wrong), Message(refused));
        Assert.Contains("don't fit together", Message(wrong), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (wrong.Status, unknown.Status, refused.Status));
        Assert.DoesNotContain(browser.Cookies, static cookie => cookie.Name == "shop-id");

        static string Message(Page page) => page.Text[page.Text.IndexOf("role=\"alert\"", StringComparison.Ordinal)..page.Text.IndexOf("<label", StringComparison.Ordinal)];
    }

    [Fact]
    public async Task An_address_that_is_not_confirmed_is_told_only_to_who_has_the_password()
    {
        var user = await RegisteredUser.CreateAsync(shop, static u => u.EmailConfirmed = false);
        using var browser = await PlainBrowser.OpenAsync(shop);

        var wrong = await browser.SignInAsync(user with { Password = "not the password" });
        var right = await browser.SignInAsync(user);

        Assert.DoesNotContain("has not been confirmed", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("has not been confirmed", right.Text, StringComparison.Ordinal);
        Assert.Contains("/account/confirm-email", right.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(browser.Cookies, static cookie => cookie.Name == "shop-id");
    }

    [Fact]
    public async Task The_first_sign_in_hashes_a_cheap_hash_anew()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        var before = await HashAsync(user);
        using var browser = await PlainBrowser.OpenAsync(shop);

        await browser.SignInAsync(user);
        var after = await HashAsync(user);
        await browser.SignInAsync(user, returnUrl: "/account?again");

        Assert.Equal((10_000, ShopApplication.HashIterations), (Iterations(before), Iterations(after)));
        Assert.Equal(after, await HashAsync(user));

        Task<string> HashAsync(RegisteredUser u) => shop.WithUsersAsync(users => users.Users.Where(row => row.Id == u.Id).Select(static row => row.PasswordHash!).SingleAsync(Cancellation));
        static int Iterations(string hash) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(Convert.FromBase64String(hash).AsSpan(5));
    }

    [Theory]
    [InlineData("", "", "Enter your e-mail address.")]
    [InlineData("a@example.com", "", "Enter your password.")]
    [InlineData("not an address", "something", "don't fit together")]
    [InlineData("a@example.com\u0001\u202e🐎", "\u0001\u202e🐎", "don't fit together")]
    public async Task What_is_no_sign_in_is_told_and_does_no_harm(string email, string password, string expected)
    {
        using var browser = await PlainBrowser.OpenAsync(shop);

        var answer = await browser.SubmitAsync(await browser.GetAsync("/account/sign-in"), ("Input.Email", email), ("Input.Password", password));

        Assert.Contains(expected, answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"something\"", answer.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_of_a_megabyte_costs_no_more_than_any_other()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);

        var answer = await browser.SignInAsync(user with { Password = new string('x', 200_000) });

        Assert.Contains("don't fit together", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_from_elsewhere_is_refused()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);

        var answer = await browser.PostAsync("/account/sign-in", ("_handler", "sign-in"), ("Input.Email", user.Email), ("Input.Password", user.Password));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.DoesNotContain(browser.Cookies, static cookie => cookie.Name == "shop-id");
    }

    [Fact]
    public async Task Every_try_is_in_the_audit_log_with_where_it_came_from()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        browser.ClientAddress = "192.0.2.77";

        await browser.SignInAsync(user with { Password = "not the password" });
        await browser.SignInAsync(user);

        var events = await shop.WithUsersAsync(users => users.SecurityEvents.Where(e => e.UserId == user.Id).OrderBy(static e => e.At).ToListAsync(Cancellation));
        Assert.Equal([SecurityEventKinds.SignInFailed, SecurityEventKinds.SignedIn], events.Select(static e => e.Kind));
        Assert.All(events, static e => Assert.Equal(("192.0.2.77", "PlainBrowser/1.0"), (e.IpAddress, e.UserAgent)));
        Assert.All(events, e => Assert.DoesNotContain(user.Password, e.Details ?? "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_pages_say_what_they_may_do()
    {
        using var client = await shop.ClientAsync("users");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account/sign-in");
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await client.SendAsync(request, Cancellation);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.DoesNotContain("<script", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Whatever_host_a_request_names_the_answer_knows_the_public_one()
    {
        using var client = await shop.ClientAsync("users");
        using var web = await shop.ClientAsync("web");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration");
        request.Headers.Host = "evil.example";
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        using var answer = await client.SendAsync(request, Cancellation);

        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.DoesNotContain("evil", body, StringComparison.Ordinal);
        Assert.Contains(web.BaseAddress!.Authority, body, StringComparison.Ordinal);
    }

    private static string Path(string? location)
    {
        Assert.NotNull(location);
        return Uri.TryCreate(location, UriKind.Absolute, out var uri) && uri.Scheme.StartsWith("http", StringComparison.Ordinal) ? uri.PathAndQuery : location;
    }
}
