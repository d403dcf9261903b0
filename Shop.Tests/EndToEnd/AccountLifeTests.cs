using System.Text.RegularExpressions;
using Aspire.Hosting.Testing;
using Microsoft.Playwright;
using OtpNet;
using Shop.Tests.Integration;
using Shop.Tests.Integration.Identity;
using SkiaSharp;
using Xunit;
using ZXing;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.EndToEnd;

/// <summary>The life of an account, at the shop's one address and without script: from registration to its end.</summary>
public sealed partial class AccountLifeTests(ShopApplication shop, Browser browser)
{
    private const string Password = "tangerine moth over Oslo", NewPassword = "nine lanterns, four herons";

    [Fact]
    public async Task A_person_comes_stays_and_goes()
    {
        await using var window = await browser.NewWindowAsync(new() { Locale = "en", JavaScriptEnabled = false });
        var page = await window.NewPageAsync();
        var home = (await shop.StartedAsync()).GetEndpoint("web");
        var email = $"ada.{Guid.NewGuid():N}@example.com";

        await page.GotoAsync(At(home, "/account/register"));
        await FillAsync(page, ("Name", "Ada 👩‍🚀"), ("E-mail", email), ("Password", Password));
        await PressAsync(page, "Make an account");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Look into your mailbox");

        await OpenMailAsync(page, home, email, "Confirm your e-mail address");
        await FillAsync(page, ("Password", Password));
        await PressAsync(page, "Confirm and sign in");
        await Expect(page).ToHaveURLAsync(At(home, "/account/welcome"));
        // Whichever way to the shop, it knows who comes.
        await page.GetByRole(AriaRole.Contentinfo).GetByRole(AriaRole.Link, new() { Name = "To the shop" }).ClickAsync();
        await page.ArrivesAsync("/");
        await Expect(page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToHaveCountAsync(0);
        await page.GotoAsync(At(home, "/account"));
        await SignOutAsync(page);

        await SignInAsync(page, home, email, Password);
        await Expect(page.Locator(".account-nav")).ToBeVisibleAsync();
        var key = await TurnTwoFactorOnAsync(page, home);
        await SignOutAsync(page);

        await SignInAsync(page, home, email, Password);
        await Expect(page).ToHaveURLAsync(TwoFactorAddress());
        // Each code works once; the one after it is taken early.
        await FillAsync(page, ("Code", Code(key, ahead: 1)));
        await PressAsync(page, "Sign in");
        await Expect(page.Locator(".account-nav")).ToBeVisibleAsync();

        await page.GotoAsync(At(home, "/account/forgot-password"));
        await FillAsync(page, ("E-mail", email));
        await PressAsync(page, "Send the link");
        await OpenMailAsync(page, home, email, "Choose a new password");
        await FillAsync(page, ("New password", NewPassword), ("New password once more", NewPassword));
        await PressAsync(page, "Set the password");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your new password is set");

        await SignInAsync(page, home, email, NewPassword);
        await page.GetByRole(AriaRole.Link, new() { Name = "No phone at hand? Use a recovery code" }).ClickAsync();
        await FillAsync(page, ("Recovery code", _recoveryCode));
        await PressAsync(page, "Sign in");
        await DeleteAsync(page, home);
        await SignInAsync(page, home, email, NewPassword);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("don't fit together");
    }

    [Theory]
    [MemberData(nameof(Looks.EachAtAllWidths), MemberType = typeof(Looks))]
    public async Task Each_page_is_accessible_and_fits(string language, ColorScheme scheme)
    {
        await using var window = await browser.NewWindowAsync(new() { Locale = language, ColorScheme = scheme });
        var complaints = new List<string>();
        window.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Add($"{message.Page?.Url}: {message.Text}"); };
        var home = (await shop.StartedAsync()).GetEndpoint("web");
        // As long as an address may be before its at, and with a name that has to break.
        var user = await RegisteredUser.CreateAsync(shop, u =>
        {
            u.Email = u.UserName = $"{new string('m', 32)}{Guid.NewGuid():N}@{new string('x', 60)}.example.com";
            u.Language = language;
            u.NormalizedEmail = u.NormalizedUserName = u.Email.ToUpperInvariant();
        });
        var page = await window.NewPageAsync();
        async Task LookAsync(string name)
        {
            await page.AssertAccessibleAsync();
            foreach (var width in Looks.Widths)
            {
                await page.SetViewportSizeAsync(width, 900);
                await page.AssertFitsAsync();
                await Photographs.TakeAsync(page, $"{name}-{language}-{scheme}-{width}");
            }
        }
        async Task OpenAsync(string path, string name)
        {
            await page.GotoAsync(At(home, path));
            await LookAsync(name);
        }

        await OpenAsync("/account/register", "register");
        await page.EvaluateAsync("() => document.querySelector('form.form').noValidate = true");
        await page.Locator("form.form button").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await LookAsync("register-errors");
        await OpenAsync("/account/confirm-email", "confirm-email");
        await OpenAsync("/account/confirm-email?user=x&token=y", "confirm-email-dead");
        await OpenAsync("/account/forgot-password", "forgot-password");
        await page.Locator("input[type=email]").FillAsync(user.Email);
        await page.Locator("form.form button").ClickAsync();
        await Expect(page.Locator("form.form")).ToHaveCountAsync(0);
        await LookAsync("forgot-password-sent");
        await OpenAsync((await shop.MailsAsync(user.Email))[0].Link, "reset-password");

        await SignInAsync(page, home, user.Email, user.Password);
        await Expect(page.Locator(".account-nav")).ToBeVisibleAsync();
        foreach (var (path, name) in ((string, string)[])[("/account/welcome", "welcome"), ("/account/security", "security"), ("/account/security/two-factor", "two-factor"), ("/account/data", "data"), ("/account/goodbye", "goodbye"), ($"/dev/mail?to={user.Email}", "mailbox")])
            await OpenAsync(path, name);
        Assert.Empty(complaints);
        // A mail's styles stand in its elements, where the pages' policy would not let them; its own does.
        await OpenAsync($"/dev/mail/{(await shop.MailsAsync(user.Email))[0].Id}", "mail");
        Assert.Empty(complaints);
    }

    private string _recoveryCode = "";

    private async Task<string> TurnTwoFactorOnAsync(IPage page, Uri home)
    {
        await page.GotoAsync(At(home, "/account/security"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Set it up" }).ClickAsync();
        var scanned = await ScanAsync(page);
        var key = (await page.Locator(".two-factor-key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        Assert.StartsWith("otpauth://totp/Shop:", scanned, StringComparison.Ordinal);
        Assert.Contains($"secret={key}", scanned, StringComparison.Ordinal);
        await FillAsync(page, ("The six digits that the app shows", Code(key)), ("Your password", Password));
        await PressAsync(page, "Turn it on");
        var codes = page.Locator(".recovery-codes code");
        await Expect(codes).ToHaveCountAsync(10);
        _recoveryCode = await codes.First.InnerTextAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept them" }).ClickAsync();
        await Expect(page.GetByText("It is on:")).ToBeVisibleAsync();
        return key;
    }

    /// <summary>As a phone's camera sees the page.</summary>
    private static async Task<string> ScanAsync(IPage page)
    {
        using var picture = SKBitmap.Decode(await page.Locator(".qr-code").ScreenshotAsync());
        var pixels = picture.Pixels.SelectMany(static pixel => (byte[])[pixel.Red, pixel.Green, pixel.Blue]).ToArray();
        var result = new BarcodeReaderGeneric().Decode(new RGBLuminanceSource(pixels, picture.Width, picture.Height));
        Assert.NotNull(result);
        return result.Text;
    }

    private static async Task DeleteAsync(IPage page, Uri home)
    {
        await page.GotoAsync(At(home, "/account/data"));
        await FillAsync(page, ("Your password", NewPassword));
        await page.GetByLabel("Yes, delete my account.").CheckAsync();
        await PressAsync(page, "Delete my account");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Goodbye");
    }

    /// <summary>Through the mailbox's page, by the link in the mail.</summary>
    private static async Task OpenMailAsync(IPage page, Uri home, string email, string subject)
    {
        await page.GotoAsync(At(home, $"/dev/mail?to={email}"));
        var mail = page.Locator(".mail", new() { HasText = subject }).First;
        await mail.Locator(".mail-text a").ClickAsync();
    }

    private static async Task SignInAsync(IPage page, Uri home, string email, string password)
    {
        await page.GotoAsync(At(home, "/account/sign-in"));
        await page.Locator("input[type=email]").FillAsync(email);
        await page.Locator("input[type=password]").FillAsync(password);
        await page.Locator("form.form button").ClickAsync();
    }

    private static async Task SignOutAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign out" }).ClickAsync();
        await PressAsync(page, "Sign out");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("You are signed out");
    }

    private static async Task FillAsync(IPage page, params (string Label, string Value)[] fields)
    {
        foreach (var (label, value) in fields)
            await page.GetByLabel(label, new() { Exact = true }).FillAsync(value);
    }

    private static Task PressAsync(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private static string Code(string key, int ahead = 0) => new Totp(Base32Encoding.ToBytes(key)).ComputeTotp(DateTime.UtcNow.AddSeconds(30 * ahead));

    private static string At(Uri home, string path) => new Uri(home, path).ToString();

    [GeneratedRegex("/account/sign-in/two-factor")]
    private static partial Regex TwoFactorAddress();
}
