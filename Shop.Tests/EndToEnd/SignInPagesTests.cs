using Aspire.Hosting.Testing;
using Microsoft.Playwright;
using OtpNet;
using Shop.Tests.Integration;
using Shop.Tests.Integration.Identity;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.EndToEnd;

/// <summary>Signing in where it takes more than a password, or goes wrong; without script.</summary>
public sealed class SignInPagesTests(ShopApplication shop, Browser browser)
{
    [Theory]
    [InlineData(390, "en", "Sign in", "don't fit together")]
    [InlineData(768, "zh-CN", "登录", "不匹配")]
    [InlineData(1440, "en", "Sign in", "don't fit together")]
    public async Task A_wrong_password_is_told_and_the_address_stays(int width, string language, string button, string error)
    {
        var user = await RegisteredUser.CreateAsync(shop);
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, Locale = language, JavaScriptEnabled = false });
        var page = await OpenAsync(window, "/account/sign-in");
        await Photographs.TakeAsync(page, $"sign-in-{width}");

        await page.Locator("[name='Input.Email']").FillAsync(user.Email);
        await page.Locator("[name='Input.Password']").FillAsync("wrong password");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(error);
        await Expect(page.Locator("[name='Input.Email']")).ToHaveValueAsync(user.Email);
        await Expect(page.Locator("[name='Input.Password']")).ToHaveValueAsync("");
        await Photographs.TakeAsync(page, $"sign-in-refused-{width}");
    }

    [Fact]
    public async Task A_person_signs_in_with_a_code_and_without_the_phone_with_a_recovery_code()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        await using var window = await browser.NewWindowAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 }, Locale = "en" });
        var page = await SignInAsync(window, user);
        await page.GotoAsync(new Uri(new Uri(page.Url), "/account/security/two-factor").ToString());
        var key = (await page.Locator(".two-factor-key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.Locator("[name='Input.Code']").FillAsync(Code(key, steps: 0));
        await page.Locator("[name='Input.Password']").FillAsync(user.Password);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button).ClickAsync();
        var codes = await page.Locator(".recovery-codes code").AllInnerTextsAsync();

        await using (var other = await browser.NewWindowAsync(new() { Locale = "en" }))
        {
            var asked = await SignInAsync(other, user);
            await Expect(asked.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your code");
            await asked.AssertAccessibleAsync();
            await Photographs.TakeAsync(asked, "two-factor");
            await asked.GetByLabel("Code").FillAsync("000 000");
            await asked.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await Expect(asked.GetByRole(AriaRole.Alert)).ToContainTextAsync("not right");
            await Photographs.TakeAsync(asked, "two-factor-refused");
            await asked.GetByLabel("Code").FillAsync(Code(key, steps: 1));
            await asked.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await asked.ArrivesAsync("/account");
        }

        await using var third = await browser.NewWindowAsync(new() { Locale = "en" });
        var lost = await SignInAsync(third, user);
        await lost.GetByRole(AriaRole.Link, new() { Name = "recovery code" }).ClickAsync();
        await lost.AssertAccessibleAsync();
        await Photographs.TakeAsync(lost, "recovery-code");
        await lost.GetByLabel("Recovery code").FillAsync(codes[0].ToLowerInvariant());
        await lost.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await lost.ArrivesAsync("/account");
    }

    private static string Code(string key, int steps) => new Totp(Base32Encoding.ToBytes(key)).ComputeTotp(DateTime.UtcNow.AddSeconds(30 * steps));

    private async Task<IPage> SignInAsync(IBrowserContext window, RegisteredUser user)
    {
        var page = await OpenAsync(window, "/account/sign-in");
        await page.GetByLabel("E-mail").FillAsync(user.Email);
        await page.GetByLabel("Password").FillAsync(user.Password);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.ArrivesAsync(static address => address != "/account/sign-in");
        return page;
    }

    private async Task<IPage> OpenAsync(IBrowserContext window, string path)
    {
        var page = await window.NewPageAsync();
        await page.GotoAsync(new Uri((await shop.StartedAsync()).GetEndpoint("web"), path).ToString());
        return page;
    }
}
