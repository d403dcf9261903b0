using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shop.Tests.Integration;
using Shop.Tests.Integration.Orders;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.EndToEnd.BackOffice;

public sealed partial class OfficeDashboardTests(ShopApplication shop, Browser browser)
{
    [Fact]
    public async Task Today_counts_what_is_sold_and_leads_to_what_is_to_be_done()
    {
        using var buyer = await Buyer.CreateAsync(shop);
        await using var window = await browser.NewWindowAsync(new() { Locale = "en" });
        var page = await shop.EnterOfficeAsync(window, "/admin", "staff");
        var before = await TodayAsync(page);

        await buyer.UntilAsync(await buyer.PlaceAsync(), "paid");

        // Other tests buy too, at the same time.
        await page.ReloadAsync();
        Assert.InRange(await TodayAsync(page), before + 1, int.MaxValue);
        await Expect(page.GetByRole(AriaRole.Img, new() { NameRegex = Chart() })).ToBeVisibleAsync();
        // This browser has been at the page to sign in.
        await Expect(Figure(page, "Visitors today")).ToHaveTextAsync(Count());
        await Expect(Figure(page, "Conversion today")).ToHaveTextAsync(Share());
        await page.GetByRole(AriaRole.Link, new() { Name = "30 days" }).ClickAsync();
        await page.GetByText("The same as a table").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "The last 30 days" }).GetByRole(AriaRole.Row)).ToHaveCountAsync(31);
        // Staff have no business with users and the machine.
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Back office" }).GetByRole(AriaRole.Link, new() { Name = "Work of the machine" })).ToHaveCountAsync(0);
        await page.LookAsync("today");
        await page.GetByRole(AriaRole.Link, new() { Name = "See them" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/admin/orders\\?state=paid"));
        await page.LookAsync("orders");
        await page.GotoAsync(await shop.OfficeAsync("/admin?lang=zh-CN"));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "今日" })).ToBeVisibleAsync();
        await page.LookAsync("today-zh");
    }

    static async Task<int> TodayAsync(IPage page) =>
        int.Parse(await Figure(page, "Orders today").InnerTextAsync(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    static ILocator Figure(IPage page, string name) => page.Locator(".figures dt", new() { HasText = name }).Locator("+ dd");

    [GeneratedRegex("^[1-9][0-9,]*$")]
    private static partial Regex Count();

    [GeneratedRegex("^[0-9.,]+ ?%$")]
    private static partial Regex Share();

    [GeneratedRegex("^Revenue by day: ")]
    private static partial Regex Chart();
}
