using Aspire.Hosting.Testing;
using Microsoft.Playwright;
using Shop.Tests.Integration;
using Shop.Tests.Integration.Identity;
using SkiaSharp;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.EndToEnd;

/// <summary>The pages of the profile, the address book and the devices, through the gateway and without script.</summary>
public sealed class AccountPagesTests(ShopApplication shop, Browser browser)
{
    [Fact]
    public async Task A_person_edits_their_profile_and_is_told_what_is_wrong()
    {
        await using var window = await browser.NewWindowAsync(new() { Locale = "en", JavaScriptEnabled = false });
        var (page, user) = await SignInAsync(window);
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync(user.DisplayName);

        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("שלום 👩‍🚀 Ada");
        await page.GetByLabel("Phone (optional)").FillAsync("12");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("phone number");
        await Expect(page.GetByLabel("Phone (optional)")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("שלום 👩‍🚀 Ada");

        await page.GetByLabel("Phone (optional)").FillAsync("(415) 555-2671");
        await page.GetByLabel("Birthday (optional)").FillAsync("1990-07-20");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Saved.");
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("שלום 👩‍🚀 Ada");
        await Expect(page.GetByLabel("Phone (optional)")).ToHaveValueAsync("+14155552671");

        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Two_tabs_do_not_overwrite_each_other_without_a_word()
    {
        await using var window = await browser.NewWindowAsync(new() { Locale = "en", JavaScriptEnabled = false });
        var (first, _) = await SignInAsync(window);
        var second = await window.NewPageAsync();
        await second.GotoAsync(first.Url);

        await first.GetByLabel("Name", new() { Exact = true }).FillAsync("First");
        await first.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await second.GetByLabel("Name", new() { Exact = true }).FillAsync("Second");
        await second.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();

        await Expect(second.GetByRole(AriaRole.Alert)).ToContainTextAsync("another device");
        await second.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(second.GetByRole(AriaRole.Status)).ToHaveTextAsync("Saved.");
        await Expect(second.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Second");
    }

    [Fact]
    public async Task A_person_uploads_their_picture_and_removes_it()
    {
        await using var window = await browser.NewWindowAsync(new() { Locale = "en" });
        var (page, _) = await SignInAsync(window);

        await page.GetByRole(AriaRole.Link, new() { Name = "Add a picture" }).ClickAsync();
        await page.GetByLabel("Picture", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = "me.png", MimeType = "image/png", Buffer = "no picture"u8.ToArray() });
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("JPEG, PNG, WebP or GIF");
        await page.GetByLabel("Picture", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = "me.jpg", MimeType = "image/jpeg", Buffer = new byte[6 * 1024 * 1024] });
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("at most 5 MB");

        await page.GetByLabel("Picture", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = "me.jpg", MimeType = "image/jpeg", Buffer = Picture() });
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Your picture is changed.");
        var picture = page.GetByAltText("Your picture");
        await Expect(picture).ToHaveJSPropertyAsync("complete", true);
        Assert.Equal(512, await picture.EvaluateAsync<int>("image => image.naturalWidth"));

        await page.GetByRole(AriaRole.Link, new() { Name = "Change the picture" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the picture" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Your picture is removed.");
        await Expect(picture).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_person_keeps_their_address_book()
    {
        await using var window = await browser.NewWindowAsync(new() { Locale = "en", JavaScriptEnabled = false });
        var (page, _) = await SignInAsync(window);
        await page.GetByRole(AriaRole.Link, new() { Name = "Addresses" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Add an address" }).ClickAsync();

        // The country says what is asked for.
        await Expect(page.GetByLabel("State")).ToBeVisibleAsync();
        await FillAsync(page, ("Recipient", "Ada Lovelace"), ("Phone", "415 555 2671"), ("Street and number", "1 Market Street"), ("City", "San Francisco"), ("Postal code", "94105 1234"));
        await page.GetByLabel("State").SelectOptionAsync("CA");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the address" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The address is added.");
        await Expect(page.GetByText("San Francisco, CA 94105-1234")).ToBeVisibleAsync();
        await Expect(page.GetByText("Ships here")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Add an address" }).ClickAsync();
        await page.GetByLabel("Country or region").SelectOptionAsync("CN");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await FillAsync(page, ("Recipient", "王小明"), ("Phone", "+1 415 555 2671"), ("City", "杭州市"), ("District", "西湖区"), ("Street and number", "文三路 90 号"), ("Postal code", "310012"));
        await page.GetByLabel("Province").SelectOptionAsync("ZJ");
        await page.GetByLabel("Ship to this address by default").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the address" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("a phone number of this country");
        await Expect(page.GetByLabel("Province")).ToHaveValueAsync("ZJ");
        await FillAsync(page, ("Phone", "138 0013 8000"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the address" }).ClickAsync();
        await Expect(page.GetByText("浙江省杭州市西湖区")).ToBeVisibleAsync();
        await Expect(page.Locator("article", new() { HasText = "王小明" }).GetByText("Ships here")).ToBeVisibleAsync();
        await Expect(page.GetByText("Ships here")).ToHaveCountAsync(1);

        await page.GetByRole(AriaRole.Button, new() { Name = "Ship here by default, Ada Lovelace" }).ClickAsync();
        await Expect(page.Locator("article", new() { HasText = "Ada Lovelace" }).GetByText("Ships here")).ToBeVisibleAsync();
        await page.GetByText("Remove", new() { Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, remove it, Ada Lovelace" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The address is removed.");
        await Expect(page.Locator("article")).ToHaveCountAsync(1);
        await Expect(page.GetByText("Ships here")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_language_of_the_profile_is_that_of_the_pages()
    {
        await using var window = await browser.NewWindowAsync(new() { Locale = "en", JavaScriptEnabled = false });
        var (page, user) = await SignInAsync(window);

        await page.GetByLabel("Language").SelectOptionAsync("zh-CN");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("已保存。");

        // On a device that has chosen none, too.
        await using var other = await browser.NewWindowAsync(new() { Locale = "en", JavaScriptEnabled = false });
        var (elsewhere, _) = await SignInAsync(other, user);
        await Expect(elsewhere.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
    }

    [Fact]
    public async Task A_person_signs_another_device_out()
    {
        await using var laptop = await browser.NewWindowAsync(new() { Locale = "en", JavaScriptEnabled = false });
        await using var phone = await browser.NewWindowAsync(new() { Locale = "en", JavaScriptEnabled = false });
        var (page, user) = await SignInAsync(laptop);
        var (phones, _) = await SignInAsync(phone, user);
        await page.GetByRole(AriaRole.Link, new() { Name = "Devices" }).ClickAsync();
        await Expect(page.GetByText("This device")).ToHaveCountAsync(1);
        await Expect(page.GetByText("Signed in", new() { Exact = true }).First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign it out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("That device is signed out.");
        await phones.ReloadAsync();
        await Expect(phones).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/account/sign-in"));
    }

    [Theory]
    [MemberData(nameof(Looks.Each), MemberType = typeof(Looks))]
    public async Task Each_page_of_the_account_is_accessible_and_fits(string language, ColorScheme scheme, int width)
    {
        await using var window = await browser.NewWindowAsync(new() { Locale = language, ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce, ViewportSize = new() { Width = width, Height = 900 } });
        var complaints = new List<string>();
        window.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Add($"{message.Page?.Url}: {message.Text}"); };
        var (page, user) = await SignInAsync(window, await RegisteredUser.CreateAsync(shop, user => user.Language = language));
        await FillBookAsync(user.Id);
        var origin = new Uri(page.Url).GetLeftPart(UriPartial.Authority);
        await Photographs.TakeAsync(page, $"account-{language}-{scheme}-{width}");

        foreach (var path in (string[])["/account", "/account/avatar", "/account/addresses", "/account/addresses/new?country=CN", "/account/addresses/new?country=US", "/account/addresses/new?country=DE", "/account/sessions", "/account/security", "/account/data", "/account/nothing"])
        {
            await page.GotoAsync(origin + path);
            await Photographs.TakeAsync(page, $"{path.Trim('/').Replace('/', '-').Replace("?country=", "-", StringComparison.Ordinal)}-{language}-{scheme}-{width}");
            await page.AssertAccessibleAsync();
            await page.AssertFitsAsync();
        }
        // With errors, too.
        await page.GotoAsync($"{origin}/account/addresses/new?country=CN");
        await page.EvaluateAsync("() => document.querySelectorAll('[required]').forEach(field => field.removeAttribute('required'))");
        await page.Locator("form.form button.button").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Photographs.TakeAsync(page, $"errors-{language}-{scheme}-{width}");
        await page.AssertAccessibleAsync();
        await page.AssertFitsAsync();

        // The page that does not exist is the one complaint that is right.
        Assert.DoesNotContain(complaints, static complaint => !complaint.Contains("404", StringComparison.Ordinal));
    }

    private async Task<(IPage Page, RegisteredUser User)> SignInAsync(IBrowserContext window, RegisteredUser? user = null)
    {
        user ??= await RegisteredUser.CreateAsync(shop);
        var page = await window.NewPageAsync();
        await page.GotoAsync(new Uri((await shop.StartedAsync()).GetEndpoint("web"), "/account").ToString());
        await page.Locator("input[type=email]").FillAsync(user.Email);
        await page.Locator("input[type=password]").FillAsync(user.Password);
        await page.Locator("form.form button.button").ClickAsync();
        await Expect(page.Locator(".account-nav")).ToBeVisibleAsync();
        return (page, user);
    }

    private Task<int> FillBookAsync(Guid userId) => shop.WithUsersAsync(context =>
    {
        var now = DateTimeOffset.UtcNow;
        context.Addresses.Add(new()
        {
            UserId = userId,
            Recipient = "Ada Lovelace",
            Phone = "+14155552671",
            Country = "US",
            Region = "CA",
            City = "San Francisco",
            Line1 = "1 Market Street",
            Line2 = "Suite 300",
            PostalCode = "94105-1234",
            IsDefaultBilling = true,
            CreatedAt = now,
            UpdatedAt = now,
        });
        context.Addresses.Add(new()
        {
            UserId = userId,
            Recipient = "王小明",
            Phone = "+8613800138000",
            Country = "CN",
            Region = "ZJ",
            City = "杭州市",
            District = "西湖区",
            Line1 = "文三路 90 号",
            PostalCode = "310012",
            IsDefaultShipping = true,
            CreatedAt = now.AddSeconds(1),
            UpdatedAt = now,
        });
        return context.SaveChangesAsync(TestContext.Current.CancellationToken);
    });

    private static async Task FillAsync(IPage page, params (string Label, string Value)[] fields)
    {
        foreach (var (label, value) in fields)
            await page.GetByLabel(label, new() { Exact = true }).FillAsync(value);
    }

    private static byte[] Picture()
    {
        using var picture = new SKBitmap(900, 600);
        picture.Erase(SKColors.Tomato);
        using var data = picture.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }
}
