using System.Text.Json;
using Microsoft.Playwright;
using Shop.Tests.Integration;
using Shop.Tests.Integration.Orders;
using Shop.Tests.Unit.Messaging;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Shop.Tests.EndToEnd.BackOffice;

/// <summary>An admin sees what the machine could not do, and has it done.</summary>
public sealed class OfficeWorkTests(ShopApplication shop, Browser browser)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dead_letter_and_failed_work_are_shown_and_done_once_the_cause_is_mended()
    {
        using var buyer = await Buyer.CreateAsync(shop);
        var (refused, stuck) = (Guid.CreateVersion7(), await buyer.PlaceAsync());
        await buyer.UntilAsync(stuck, "paid");
        await using var orders = await shop.DatabaseAsync("ordersdb");
        await using var broker = await shop.DatabaseAsync("messagingdb");
        // The database refuses one order that is to be made, and one that is to be complete. The message has had all its tries but the last.
        await orders.ExecuteAsync($"alter table orders add constraint ck_orders_test check (id <> '{refused}' and (id <> '{stuck}' or state <> 4))");
        try
        {
            var body = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(
                await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Unit", "Messaging", "Contracts", "shop.checkout-accepted.v1.json"), Cancellation))!;
            body["orderId"] = JsonSerializer.SerializeToElement(refused);
            await BrokerMessage.PutAsync(broker, "orders", "shop.checkout-accepted.v1", Guid.NewGuid(), JsonSerializer.Serialize(body), Cancellation, failures: 100);
            await orders.ExecuteAsync($"update orders set state = 3 where id = '{stuck}'");
            await orders.ExecuteAsync($"insert into scheduled_work (id, kind, order_id, due_at, attempts) values ('{Guid.NewGuid()}', 4, '{stuck}', now(), 0)");

            await using var window = await browser.NewWindowAsync(new() { Locale = "en" });
            var page = await shop.EnterOfficeAsync(window, "/admin/work", "staff", "admin");
            var message = page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "shop.checkout-accepted.v1" }).First;
            var work = page.GetByRole(AriaRole.Listitem).Filter(new() { Has = page.Locator($"a[href='/admin/orders/{stuck}']") });
            await Eventually.TrueAsync(async () =>
            {
                await page.ReloadAsync();
                return await message.CountAsync() == 1 && await work.GetByText("ck_orders_test").CountAsync() == 1;
            }, Cancellation);
            await message.GetByText("What went wrong").ClickAsync();
            await Expect(message.GetByText("ck_orders_test").First).ToBeVisibleAsync();
            Assert.DoesNotContain("tok_visa", await page.ContentAsync(), StringComparison.Ordinal);
            await page.LookAsync("work");

            await orders.ExecuteAsync("alter table orders drop constraint ck_orders_test");
            await message.GetByRole(AriaRole.Button, new() { NameRegex = new("^Send again") }).ClickAsync();
            await Expect(page.Locator(".notice[role=status]")).ToHaveTextAsync("It is sent again.");
            if (await work.CountAsync() > 0)
                await work.GetByRole(AriaRole.Button).ClickAsync();
            await buyer.UntilAsync(stuck, "completed");
            await Eventually.TrueAsync(async () => await CountAsync($"select count(*) from orders where id = '{refused}'") == 1, Cancellation);
            await page.GotoAsync(await shop.OfficeAsync("/admin/work"));
            await Expect(message).ToHaveCountAsync(0);
            await Expect(work).ToHaveCountAsync(0);

            // What can't be read is of no use to anybody.
            await BrokerMessage.PutAsync(broker, "orders", "shop.checkout-accepted.v1", Guid.NewGuid(), "{", Cancellation);
            await Eventually.TrueAsync(async () =>
            {
                await page.ReloadAsync();
                return await message.CountAsync() == 1;
            }, Cancellation);
            await message.GetByText("Throw away").First.ClickAsync();
            await message.GetByRole(AriaRole.Button, new() { Name = "Yes, throw it away" }).ClickAsync();
            await Expect(page.Locator(".notice[role=status]")).ToHaveTextAsync("It is thrown away.");
            await Expect(message).ToHaveCountAsync(0);
        }
        finally
        {
            await orders.ExecuteAsync("alter table orders drop constraint if exists ck_orders_test");
        }

        async Task<long> CountAsync(string sql)
        {
            await using var command = new Npgsql.NpgsqlCommand(sql, orders);
            return (long)(await command.ExecuteScalarAsync(Cancellation))!;
        }
    }
}
