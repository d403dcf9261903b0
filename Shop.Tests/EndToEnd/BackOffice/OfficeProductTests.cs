using System.Text;
using Microsoft.Playwright;
using Shop.Tests.Integration;
using Shop.Tests.Unit.Users;
using SkiaSharp;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.EndToEnd.BackOffice;

/// <summary>Staff make, change and sell products, by hand and by files.</summary>
public sealed class OfficeProductTests(ShopApplication shop, Browser browser)
{
    static FilePayload Picture(string name, int width, int height) =>
        new() { Name = name, MimeType = "image/jpeg", Buffer = AvatarPictureTests.Picture(SKEncodedImageFormat.Jpeg, width, height) };

    static string NewSku() => $"E2E-{Guid.NewGuid():N}"[..20];

    [Fact]
    public async Task A_product_is_made_published_stocked_and_changed_by_two_without_script()
    {
        await using var window = await browser.NewWindowAsync(new() { Locale = "en", JavaScriptEnabled = false });
        var page = await shop.EnterOfficeAsync(window, "/admin/products", "staff");
        var sku = NewSku();
        await page.GetByRole(AriaRole.Link, new() { Name = "New product" }).ClickAsync();

        // What is wrong stands at its field, and what was typed stays.
        await page.GetByLabel("Name in English").FillAsync("Quiet <b>Test</b> Mug");
        await page.GetByLabel("Price in US dollars").FillAsync("12,50");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Price in US dollars: Must be a number");
        await Expect(page.GetByLabel("Price in US dollars")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.GetByLabel("Name in English")).ToHaveValueAsync("Quiet <b>Test</b> Mug");
        await page.GetByLabel("Price in US dollars").FillAsync("12.50");
        await page.GetByLabel("Category").SelectOptionAsync(new SelectOptionValue { Index = 2 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Name in Chinese: Is required." })).ToBeVisibleAsync();
        await page.LookAsync("product-errors", hasScript: false);
        await page.GetByLabel("Name in Chinese").FillAsync("安静的测试杯");
        await page.GetByLabel("Studio").FillAsync("Studio Test");
        await page.GetByLabel("SKU").FillAsync(sku);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Expect(page.Locator(".notice[role=status]")).ToHaveTextAsync("It is made, as a draft.");

        // Sold from now on.
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Expect(page.Locator(".notice[role=status]")).ToHaveTextAsync("It is in the shop now.");
        await page.GetByLabel("Change", new() { Exact = true }).FillAsync("-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change the stock" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Note: Must be a line");
        await page.GetByLabel("Change", new() { Exact = true }).FillAsync("7");
        await page.GetByLabel("Note").FillAsync("Delivery 17");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change the stock" }).ClickAsync();
        await Expect(page.Locator(".notice[role=status]")).ToHaveTextAsync("The stock is changed.");
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Movements of stock" }).GetByRole(AriaRole.Row).Filter(new() { HasText = "Delivery 17" })).ToContainTextAsync("+7");

        // Two tabs: the second hears of it, keeps what it typed, and may have its way.
        var second = await window.NewPageAsync();
        await second.GotoAsync(page.Url);
        await page.GetByLabel("Price in US dollars").FillAsync("15");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.Locator(".notice[role=status]")).ToHaveTextAsync("Saved.");
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Prices so far" })).ToContainTextAsync("$12.50");
        await second.GetByLabel("Name in English").FillAsync("Loud Test Mug");
        await second.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(second.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody else has changed this meanwhile.");
        await Expect(second.GetByLabel("Name in English")).ToHaveValueAsync("Loud Test Mug");
        await Expect(second.GetByText("By now it is: 15.00")).ToBeVisibleAsync();
        await second.LookAsync("product-conflict", hasScript: false);
        await second.GetByLabel("Price in US dollars").FillAsync("15.00");
        await second.GetByRole(AriaRole.Button, new() { Name = "Save mine" }).ClickAsync();
        await Expect(second.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Loud Test Mug" })).ToBeVisibleAsync();

        // Photographed: what is no picture is said, the others are there.
        await second.GetByLabel("Add pictures").SetInputFilesAsync([Picture("blue.jpg", 1700, 1700), new() { Name = "notes.txt", MimeType = "image/png", Buffer = "no picture"u8.ToArray() }]);
        await second.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await Expect(second.Locator(".notice[role=status]")).ToContainTextAsync("Not every picture was taken");
        await second.GetByLabel("Add pictures").SetInputFilesAsync([Picture("wide.jpg", 1200, 900), Picture("high.jpg", 900, 1200)]);
        await second.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await Expect(second.Locator(".notice[role=status]")).ToHaveTextAsync("The pictures are changed.");
        var pictures = second.GetByRole(AriaRole.Region, new() { Name = "Pictures" }).GetByRole(AriaRole.Img);
        await Expect(pictures).ToHaveCountAsync(3);
        var high = (await pictures.Nth(2).GetAttributeAsync("src"))!;
        await second.LookAsync("product-pictures", hasScript: false);
        await second.GetByRole(AriaRole.Button, new() { Name = "Show first: Picture 3" }).ClickAsync();
        await Expect(pictures.First).ToHaveAttributeAsync("src", high);
        await second.GetByRole(AriaRole.Button, new() { Name = "Remove: Picture 3" }).ClickAsync();
        await Expect(pictures).ToHaveCountAsync(2);

        // Found, seen in the shop, and archived by whoever sees it as it is.
        await second.GetByRole(AriaRole.Link, new() { Name = "Products", Exact = true }).First.ClickAsync();
        await second.GetByLabel("Name, studio or SKU").FillAsync(sku);
        await second.GetByLabel("Status").SelectOptionAsync("published");
        await second.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await second.GetByRole(AriaRole.Table, new() { Name = "Products" }).GetByRole(AriaRole.Link, new() { Name = "Loud Test Mug" }).ClickAsync();
        await second.GetByRole(AriaRole.Link, new() { Name = "In the shop" }).ClickAsync();
        await Expect(second.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Loud Test Mug" })).ToBeVisibleAsync();
        var shown = second.GetByRole(AriaRole.Group, new() { Name = "Pictures" }).GetByRole(AriaRole.Img);
        await Expect(shown).ToHaveCountAsync(2);
        await Expect(shown.First).ToHaveAttributeAsync("src", high);
        await Expect(shown.First).ToHaveAttributeAsync("srcset", $"{high}?width=400 400w, {high}?width=800 800w, {high}?width=1600 1600w");
        await Expect(shown.First).ToHaveJSPropertyAsync("complete", true);
        Assert.True(await shown.First.EvaluateAsync<int>("i => i.naturalWidth") > 0, "The picture is not there.");
        await second.LookAsync("product-photographed", hasScript: false);
        await page.GetByRole(AriaRole.Button, new() { Name = "Archive" }).ClickAsync();
        await Expect(page.Locator(".notice[role=status]")).ToHaveTextAsync("Somebody else has changed this meanwhile.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Archive" }).ClickAsync();
        await Expect(page.Locator(".notice[role=status]")).ToContainTextAsync("archived");
        Assert.Equal(404, (await second.ReloadAsync())!.Status);
    }

    [Fact]
    public async Task A_file_is_tried_imported_and_its_errors_are_told_by_row()
    {
        await using var window = await browser.NewWindowAsync(new() { Locale = "en" });
        var page = await shop.EnterOfficeAsync(window, "/admin/products", "staff");
        await page.LookAsync("products");
        await page.GetByRole(AriaRole.Link, new() { Name = "Import and export" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download all products" }).ClickAsync());
        using (var reader = new StreamReader(await download.CreateReadStreamAsync()))
            Assert.StartsWith("sku,slug,name_en", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var sku = NewSku();
        var (header, row) = ("sku,name_en,name_zh,brand,category,price,status", $"{sku},Filed Mug,文件杯,Studio Test,mugs,9.90,published");
        await SendAsync(page, $"{header}\n{row}\n{row}\n");
        await Expect(page.GetByText("Nothing was imported")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Stands in row 2 too." })).ToContainTextAsync("3");
        await page.LookAsync("import-errors");
        await page.GetByRole(AriaRole.Link, new() { Name = "Send another file" }).ClickAsync();

        await SendAsync(page, $"{header}\n{row}\n");
        await Expect(page.GetByText("Of 1 rows 1 would make a product")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await page.GetByRole(AriaRole.Link, new() { Name = "Send it for real" }).ClickAsync();
        await page.GetByLabel("Only try it").UncheckAsync();
        await SendAsync(page, $"{header}\n{row}\n");
        var import = page.Url;
        // Whoever goes away finds it done.
        await page.GotoAsync("about:blank");
        await page.GotoAsync(import);
        await Expect(page.GetByText("Of 1 rows 1 made a product")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await page.LookAsync("import-done");
        await page.GotoAsync(await shop.OfficeAsync("/admin/products/imports?lang=zh-CN"));
        await Expect(page.GetByText("已导入").First).ToBeVisibleAsync();
        await page.LookAsync("imports-zh");
        await page.GotoAsync(await shop.OfficeAsync("/admin/products?q=" + sku));
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Filed Mug" })).ToBeVisibleAsync();
    }

    static async Task SendAsync(IPage page, string csv)
    {
        await page.GetByLabel("File").SetInputFilesAsync(new FilePayload { Name = "mugs.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(csv) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the file" }).ClickAsync();
        await page.ArrivesAsync(static address => address.StartsWith("/admin/products/imports/", StringComparison.Ordinal) && address.Contains('-', StringComparison.Ordinal));
    }
}
