using Aspire.Hosting.Testing;
using Microsoft.Playwright;
using Npgsql;
using Shop.Tests.Integration;
using Shop.Tests.Integration.Identity;
using Xunit;

namespace Shop.Tests.EndToEnd.BackOffice;

/// <summary>Somebody who comes to the back office to do something there.</summary>
static class OfficeVisit
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The page at a path, after signing in as a new person of these roles.</summary>
    public static async Task<IPage> EnterOfficeAsync(this ShopApplication shop, IBrowserContext window, string path, params string[] roles)
    {
        var user = await RegisteredUser.CreateAsync(shop, roles);
        var page = await window.NewPageAsync();
        await page.GotoAsync(await shop.OfficeAsync(path));
        await page.Locator("input[type=email]").FillAsync(user.Email);
        await page.Locator("input[type=password]").FillAsync(user.Password);
        await page.Locator("form.form button.button").ClickAsync();
        await page.ArrivesAsync(address => address.Split('?')[0] == path.Split('?')[0]);
        return page;
    }

    public static async Task<string> OfficeAsync(this ShopApplication shop, string path) => new Uri((await shop.StartedAsync()).GetEndpoint("web"), path).ToString();

    /// <summary>The page as it stands fits at each width, and axe finds nothing; at the first and the last of them in the dark, too.</summary>
    public static async Task LookAsync(this IPage page, string name, bool hasScript = true)
    {
        foreach (var width in Looks.Widths)
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.AssertFitsAsync();
            await Photographs.TakeAsync(page, $"office-{name}-{width}");
        }
        if (hasScript)
            await page.AssertAccessibleAsync();
        if (!Looks.AreAll)
            return;
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        if (hasScript)
            await page.AssertAccessibleAsync();
        await Photographs.TakeAsync(page, $"office-{name}-dark");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    public static async Task<NpgsqlConnection> DatabaseAsync(this ShopApplication shop, string name)
    {
        var connection = new NpgsqlConnection(await (await shop.StartedAsync()).GetConnectionStringAsync(name, Cancellation));
        await connection.OpenAsync(Cancellation);
        return connection;
    }

    public static async Task ExecuteAsync(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
