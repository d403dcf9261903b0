using System.Net;
using System.Text.Json;
using Shop.Tests.Integration.Identity;
using Xunit;

namespace Shop.Tests.Integration.Users;

public sealed class SessionApiTests(ShopApplication shop)
{
    private const string Sessions = "/api/users/me/sessions";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_sees_their_devices_and_signs_one_out()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var phone = await PlainBrowser.OpenAsync(shop);
        using var laptop = await PlainBrowser.OpenAsync(shop);
        using var tokens = await TokenClient.CreateAsync(shop);
        var phones = await tokens.SignInAsync(phone, user);
        await laptop.SignInAsync(user);
        using var client = await shop.ClientAsync("users", phones.AccessToken);

        var sessions = (await (await client.GetAsync(Sessions, Cancel)).JsonAsync()).EnumerateArray().ToArray();
        Assert.Equal(2, sessions.Length);
        Assert.Equal((true, phones.Access.GetClaim("sid").Value), (sessions[0].GetProperty("isCurrent").GetBoolean(), sessions[0].GetProperty("id").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await laptop.GetAsync("/account")).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"{Sessions}/{sessions[1].GetProperty("id").GetString()}", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await laptop.GetAsync("/account")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync($"{Sessions}/{sessions[1].GetProperty("id").GetString()}", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await tokens.RefreshAsync(phones.RefreshToken)).Status);
    }

    [Theory]
    [InlineData("?keepCurrent=true", true)]
    [InlineData("", false)]
    public async Task A_person_signs_out_everywhere_or_everywhere_else(string query, bool isKept)
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var phone = await PlainBrowser.OpenAsync(shop);
        using var laptop = await PlainBrowser.OpenAsync(shop);
        using var tokens = await TokenClient.CreateAsync(shop);
        var phones = await tokens.SignInAsync(phone, user);
        await laptop.SignInAsync(user);
        using var client = await shop.ClientAsync("users", phones.AccessToken);

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(Sessions + query, Cancel)).StatusCode);

        Assert.Equal(HttpStatusCode.Redirect, (await laptop.GetAsync("/account")).Status);
        Assert.Equal(isKept ? HttpStatusCode.OK : HttpStatusCode.BadRequest, (await tokens.RefreshAsync(phones.RefreshToken)).Status);
    }

    [Fact]
    public async Task What_happened_is_told_newest_first_and_page_by_page()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        for (var i = 0; i < 3; i++)
            await browser.SignInAsync(user);
        using var client = await shop.SignedInAsync("users", user);

        var all = (await (await client.GetAsync("/api/users/me/security-events?limit=100", Cancel)).JsonAsync()).GetProperty("items").EnumerateArray().ToArray();
        var paged = new List<JsonElement>();
        string? after = null;
        do
        {
            var page = await (await client.GetAsync($"/api/users/me/security-events?limit=2&after={after}", Cancel)).JsonAsync();
            paged.AddRange(page.GetProperty("items").EnumerateArray());
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);

        Assert.True(all.Length >= 4, $"Only {all.Length} events.");
        Assert.Equal(all.Select(static happened => happened.ToString()), paged.Select(static happened => happened.ToString()));
        Assert.Equal(all.Select(static happened => happened.GetProperty("at").GetDateTimeOffset()).OrderDescending(), all.Select(static happened => happened.GetProperty("at").GetDateTimeOffset()));
        Assert.Contains(all, static happened => happened.GetProperty("kind").GetString() == "signed-in");
    }
}
