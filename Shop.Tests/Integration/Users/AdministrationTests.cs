using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Shop.Tests.Integration.Identity;
using Xunit;

namespace Shop.Tests.Integration.Users;

public sealed class AdministrationTests(ShopApplication shop)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accounts_are_found_by_the_beginning_of_address_or_name()
    {
        var mark = Guid.NewGuid().ToString("N")[..10];
        var byName = await RegisteredUser.CreateAsync(shop, user => user.DisplayName = $"Ünal {mark}% 王");
        var byEmail = await RegisteredUser.CreateAsync(shop, user => (user.Email, user.NormalizedEmail) = ($"{mark}@example.com", $"{mark}@EXAMPLE.COM".ToUpperInvariant()));
        using var admin = await shop.SignedInAsync("users", null, "admin");

        Assert.Equal([byName.Id], await FindAsync(admin, $"ÜNAL {mark}"));
        Assert.Equal([byName.Id], await FindAsync(admin, $"ünal {mark}%"));
        Assert.Equal([byEmail.Id], await FindAsync(admin, mark.ToUpperInvariant()));
        // Signs that stand for others in a database stand for themselves.
        Assert.Empty(await FindAsync(admin, $"Ünal {mark}_"));
        Assert.Empty(await FindAsync(admin, "%" + mark));
        Assert.Empty(await FindAsync(admin, mark + "\\"));
    }

    [Fact]
    public async Task The_pages_hold_every_account_once_newest_first()
    {
        var mark = Guid.NewGuid().ToString("N")[..10];
        var made = new List<Guid>();
        for (var i = 0; i < 5; i++)
            made.Add((await RegisteredUser.CreateAsync(shop, user => user.DisplayName = $"{mark} {i}")).Id);
        using var admin = await shop.SignedInAsync("users", null, "admin");

        var found = new List<Guid>();
        string? after = null;
        do
        {
            var page = await (await admin.GetAsync($"/api/users?search={mark}&limit=2&after={after}", Cancel)).JsonAsync();
            found.AddRange(page.GetProperty("items").EnumerateArray().Select(static user => user.GetProperty("id").GetGuid()));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);

        Assert.Equal(made.OrderDescending(), found);
    }

    [Fact]
    public async Task A_role_is_given_and_taken_and_the_next_token_says_so()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var tokens = await TokenClient.CreateAsync(shop);
        var first = await tokens.SignInAsync(browser, user);
        var adminUser = await RegisteredUser.CreateAsync(shop, "admin");
        using var admin = await shop.SignedInAsync("users", adminUser);

        var changed = await (await admin.PutAsJsonAsync($"/api/users/{user.Id}/roles", new { roles = (string[])["staff", "customer"] }, Cancel)).JsonAsync();
        Assert.Equal(["customer", "staff"], changed.GetProperty("roles").EnumerateArray().Select(static role => role.GetString()));
        var second = await tokens.RefreshAsync(first.RefreshToken);
        Assert.Equal(["customer", "staff"], second.Access.Claims.Where(static claim => claim.Type == "role").Select(static claim => claim.Value).Order());

        await (await admin.PutAsJsonAsync($"/api/users/{user.Id}/roles", new { roles = (string[])["customer"] }, Cancel)).JsonAsync();
        Assert.Equal(["customer"], (await tokens.RefreshAsync(second.RefreshToken)).Access.Claims.Where(static claim => claim.Type == "role").Select(static claim => claim.Value));
        Assert.Equal(2, await shop.WithUsersAsync(context => context.SecurityEvents.CountAsync(happened => happened.UserId == user.Id && happened.Kind == "roles-changed" && happened.ActorId == adminUser.Id, Cancel)));
    }

    [Fact]
    public async Task Who_is_locked_is_out_everywhere_until_they_are_unlocked()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var tokens = await TokenClient.CreateAsync(shop);
        var before = await tokens.SignInAsync(browser, user);
        using var admin = await shop.SignedInAsync("users", null, "admin");

        Assert.Equal(HttpStatusCode.NoContent, (await admin.PutAsync($"/api/users/{user.Id}/lock", null, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.PutAsync($"/api/users/{user.Id}/lock", null, Cancel)).StatusCode);

        Assert.True((await (await admin.GetAsync($"/api/users/{user.Id}", Cancel)).JsonAsync()).GetProperty("isLocked").GetBoolean());
        Assert.Equal(HttpStatusCode.BadRequest, (await tokens.RefreshAsync(before.RefreshToken)).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/account")).Status);
        using var again = await PlainBrowser.OpenAsync(shop);
        await again.SignInAsync(user);
        Assert.Equal(HttpStatusCode.Redirect, (await again.GetAsync("/account")).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/users/{user.Id}/lock", Cancel)).StatusCode);
        using var back = await PlainBrowser.OpenAsync(shop);
        await back.SignInAsync(user);
        Assert.Equal(HttpStatusCode.OK, (await back.GetAsync("/account")).Status);
    }

    [Fact]
    public async Task A_session_that_a_lock_did_not_see_is_worth_nothing_all_the_same()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(user);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).Status);

        await shop.WithUsersAsync(context => context.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(static u => u.SetProperty(p => p.LockoutEnd, DateTimeOffset.MaxValue), Cancel));

        await Eventually.TrueAsync(async () => (await browser.GetAsync("/account")).Status == HttpStatusCode.Redirect, Cancel);
    }

    [Theory]
    [InlineData("[]", "roles")]
    [InlineData("[\"king\"]", "roles")]
    [InlineData("[null]", "roles")]
    [InlineData("[\"Admin\"]", "roles")]
    public async Task A_role_is_one_of_ours(string roles, string field)
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var admin = await shop.SignedInAsync("users", null, "admin");

        using var answer = await admin.PutAsJsonAsync($"/api/users/{user.Id}/roles", new { roles = JsonDocument.Parse(roles).RootElement }, Cancel);

        Assert.Equal([field], await answer.RefusedFieldsAsync());
    }

    [Fact]
    public async Task Who_is_no_admin_any_more_can_do_nothing_with_the_token_of_before()
    {
        var former = await RegisteredUser.CreateAsync(shop, "admin");
        using var formers = await shop.SignedInAsync("users", former);
        using var admin = await shop.SignedInAsync("users", null, "admin");
        await (await admin.PutAsJsonAsync($"/api/users/{former.Id}/roles", new { roles = (string[])["customer"] }, Cancel)).JsonAsync();

        using var answer = await formers.PutAsJsonAsync($"/api/users/{former.Id}/roles", new { roles = (string[])["customer", "admin"] }, Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static async Task<Guid[]> FindAsync(HttpClient admin, string search) =>
        [.. (await (await admin.GetAsync($"/api/users?search={Uri.EscapeDataString(search)}", Cancel)).JsonAsync()).GetProperty("items").EnumerateArray().Select(static user => user.GetProperty("id").GetGuid())];
}
