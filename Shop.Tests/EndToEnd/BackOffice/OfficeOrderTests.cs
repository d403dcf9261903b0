using System.Globalization;
using Microsoft.Playwright;
using Shop.Tests.Integration;
using Shop.Tests.Integration.Identity;
using Shop.Tests.Integration.Orders;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.EndToEnd.BackOffice;

/// <summary>Staff send an order in parts, write a note and give some money back.</summary>
public sealed class OfficeOrderTests(ShopApplication shop, Browser browser)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_is_shipped_in_two_parcels_noted_and_refunded_in_part_without_script()
    {
        using var buyer = await Buyer.CreateAsync(shop);
        using var staff = await shop.SignedInAsync("orders", null, "staff");
        var id = await buyer.PlaceAsync(quantity: 3);
        await buyer.UntilAsync(id, "paid");
        await Buyer.UntilReadyAsync(staff, id);
        await using var window = await browser.NewWindowAsync(new() { Locale = "en", JavaScriptEnabled = false });
        var page = await shop.EnterOfficeAsync(window, $"/admin/orders/{id}", "staff");
        await page.LookAsync("order", hasScript: false);

        await ShipAsync("2", "PE-1");
        await Expect(page.GetByText("2 of 3 shipped")).ToBeVisibleAsync();
        await page.GetByText("Say where it is").ClickAsync();
        await page.GetByLabel("How far it is").SelectOptionAsync("Nobody was there; the carrier tries again");
        await page.GetByLabel("Where (if known)").FillAsync("Riga");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "tries again · Riga" }).Last).ToBeVisibleAsync();
        Assert.Contains("Riga", (await buyer.FindAsync(id))!.Value.GetProperty("parcels").ToString(), StringComparison.Ordinal);
        await ShipAsync("0", "PE-2");
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(page.GetByText("2 of 3 shipped")).ToBeVisibleAsync();
        await ShipAsync("1", "PE-2");
        await Expect(page.GetByText("3 of 3 shipped")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Carrier")).ToHaveCountAsync(0);

        await page.GetByLabel("New note").FillAsync("Asked for a gift box <b>twice</b>.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the note" }).ClickAsync();
        await Expect(page.GetByText("Asked for a gift box <b>twice</b>.")).ToBeVisibleAsync();
        Assert.False((await buyer.FindAsync(id))!.Value.TryGetProperty("notes", out var notes) && notes.ValueKind != System.Text.Json.JsonValueKind.Null);

        // The form as it stands is sent twice, as by two clicks.
        var total = (await buyer.FindAsync(id))!.Value.GetProperty("total").GetProperty("amount").GetDecimal();
        var form = page.Locator("form[action$='/refund']");
        var fields = window.APIRequest.CreateFormData();
        fields.Set("key", await form.Locator("input[name=key]").InputValueAsync());
        fields.Set("amount", "1.50");
        fields.Set("reason", "A scratch");
        for (var i = 0; i < 2; i++)
            Assert.True((await window.APIRequest.PostAsync(await shop.OfficeAsync($"/admin/orders/{id}/refund"), new() { Form = fields, Headers = [new("Origin", (await shop.OfficeAsync("")).TrimEnd('/'))] })).Ok);
        Assert.Equal(1.50m, (await buyer.FindAsync(id))!.Value.GetProperty("refunded").GetProperty("amount").GetDecimal());
        await page.ReloadAsync();
        Assert.Equal(total - 1.50m, decimal.Parse((await page.GetByLabel("Amount (USD)").GetAttributeAsync("max"))!, CultureInfo.InvariantCulture));
        await page.GetByLabel("Amount (USD)").FillAsync("0.25");
        await page.GetByLabel("Reason").FillAsync("Another");
        await page.GetByRole(AriaRole.Button, new() { Name = "Give back" }).ClickAsync();
        await Eventually.TrueAsync(async () => (await buyer.FindAsync(id))!.Value.GetProperty("refunded").GetProperty("amount").GetDecimal() == 1.75m, Cancellation);
        await page.LookAsync("order-shipped", hasScript: false);

        async Task ShipAsync(string pieces, string tracking)
        {
            await page.GetByLabel("Carrier").FillAsync("Pony Express");
            await page.GetByLabel("Tracking number").FillAsync(tracking);
            await page.Locator("input[name^=pieces-]").FillAsync(pieces);
            await page.GetByRole(AriaRole.Button, new() { Name = "It is on its way" }).ClickAsync();
            await page.LoadsAsync();
        }
    }
}
