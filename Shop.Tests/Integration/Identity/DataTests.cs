using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Shop.Users.Addresses;
using Shop.Users.Data;
using Shop.Users.Profile;
using Xunit;

namespace Shop.Tests.Integration.Identity;

public sealed class DataTests(ShopApplication shop)
{
    /// <summary>This test's own: it is looked for in the whole database.</summary>
    private readonly string _phone = $"+4420{Random.Shared.Next(10_000_000, 99_999_999)}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_file_holds_everything_of_the_person_and_nothing_secret()
    {
        var user = await PersonAsync();
        using var browser = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(user);

        var file = await browser.GetAsync("/account/data/download");

        Assert.Equal(HttpStatusCode.OK, file.Status);
        var data = JsonDocument.Parse(file.Html).RootElement;
        Assert.Equal((user.Email, user.DisplayName, "1990-02-03", _phone), (
            data.GetProperty("profile").GetProperty("email").GetString()!, data.GetProperty("profile").GetProperty("displayName").GetString()!,
            data.GetProperty("profile").GetProperty("birthday").GetString()!, data.GetProperty("profile").GetProperty("phone").GetString()!));
        Assert.Equal("customer", data.GetProperty("profile").GetProperty("roles")[0].GetString());
        Assert.Equal("中山路 1 号", data.GetProperty("addresses")[0].GetProperty("line1").GetString());
        Assert.Equal([1, 2, 3], data.GetProperty("avatar").GetProperty("image").GetBytesFromBase64());
        Assert.Equal("PlainBrowser/1.0", data.GetProperty("sessions")[0].GetProperty("userAgent").GetString());
        Assert.Contains("signed-in", data.GetProperty("securityEvents").EnumerateArray().Select(static e => e.GetProperty("kind").GetString()));
        Assert.DoesNotContain("hash", file.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("stamp", file.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("data-downloaded", await shop.EventsAsync(user.Id));
    }

    [Fact]
    public async Task Only_the_person_gets_it()
    {
        using var browser = await PlainBrowser.OpenAsync(shop);
        Assert.Equal("/account/sign-in?returnUrl=%2Faccount%2Fdata%2Fdownload", (await browser.GetAsync("/account/data/download")).Next);
        using var api = await shop.SignedInAsync("users");
        using var byToken = await api.GetAsync("/account/data/download", Cancellation);
        Assert.NotEqual("application/json", byToken.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Deleting_leaves_a_number_and_nothing_of_the_person()
    {
        var user = await PersonAsync();
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);
        var tokens = await client.SignInAsync(browser, user);
        using var other = await PlainBrowser.OpenAsync(shop);
        await other.SignInAsync(user);

        var goodbye = await browser.FollowAsync(await DeleteAsync(browser, user.Password));

        Assert.Equal("/account/goodbye", goodbye.Path);
        await shop.WithUsersAsync(async db =>
        {
            await AssertNothingIsLeftAsync(db, user);
            return true;
        });
        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.RefreshToken)).Error);
        Assert.NotNull((await browser.GetAsync("/account/security")).Next);
        await Eventually.TrueAsync(async () => (await other.GetAsync("/account/security")).Next is not null, Cancellation);
        Assert.Null((await other.SignInAsync(user)).Next);
        Assert.Equal("Your account is deleted", Assert.Single(await shop.MailsAsync(user.Email)).Subject);
    }

    [Fact]
    public async Task The_address_is_free_again()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(user);
        await DeleteAsync(browser, user.Password);

        using var api = await shop.ClientAsync("users");
        using var answer = await api.PostAsJsonAsync("/api/users/register", new { user.Email, Password = "tangerine moth over Oslo", DisplayName = "Ada" }, Cancellation);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("Confirm your e-mail address", (await shop.MailsAsync(user.Email))[0].Subject);
        Assert.NotEqual(user.Id, await shop.WithUsersAsync(db => db.Users.Where(u => u.Email == user.Email).Select(u => u.Id).SingleAsync(Cancellation)));
    }

    [Fact]
    public async Task It_takes_the_password_and_the_tick()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        await browser.SignInAsync(user);
        var page = await browser.GetAsync("/account/data");

        Assert.Contains("Tick this", (await browser.SubmitAsync(page, ("Input.Password", user.Password))).Text, StringComparison.Ordinal);
        Assert.Contains("That is not the password.", (await DeleteAsync(browser, "some other words")).Text, StringComparison.Ordinal);
        Assert.Null(await shop.WithUsersAsync(db => db.Users.Where(u => u.Id == user.Id).Select(u => u.DeletedAt).SingleAsync(Cancellation)));
    }

    private async Task<RegisteredUser> PersonAsync()
    {
        var user = await RegisteredUser.CreateAsync(shop, u => (u.PhoneNumber, u.Birthday) = (_phone, new(1990, 2, 3)));
        var now = DateTimeOffset.UtcNow;
        return await shop.WithUsersAsync(async db =>
        {
            db.Addresses.Add(new Address
            {
                UserId = user.Id,
                Recipient = "王小明",
                Phone = "+8613912345678",
                Country = "CN",
                Region = "SH",
                City = "上海市",
                District = "黄浦区",
                Line1 = "中山路 1 号",
                PostalCode = "200001",
                CreatedAt = now,
                UpdatedAt = now,
            });
            db.Avatars.Add(new Avatar { UserId = user.Id, Image = [1, 2, 3], ContentType = "image/webp", UpdatedAt = now });
            await db.SaveChangesAsync(Cancellation);
            return user;
        });
    }

    /// <summary>In no column of no table: what is not known to be empty is searched as text.</summary>
    private async Task AssertNothingIsLeftAsync(UsersContext db, RegisteredUser user)
    {
        var row = await db.Users.AsNoTracking().SingleAsync(u => u.Id == user.Id, Cancellation);
        Assert.NotNull(row.DeletedAt);
        Assert.Equal((null, null, "", null, null, null), (row.Email, row.NormalizedEmail, row.DisplayName, row.PhoneNumber, row.Birthday, row.PasswordHash));
        Assert.Equal(["account-deleted", "signed-in", "signed-in"], await db.SecurityEvents.Where(e => e.UserId == user.Id).Select(e => e.Kind).Order().ToArrayAsync(Cancellation));

        var tables = await db.Database.SqlQuery<string>($"select table_name::text as \"Value\" from information_schema.tables where table_schema = 'users' and table_name <> 'outgoing_mails'").ToListAsync(Cancellation);
        Assert.True(tables.Count > 10);
        foreach (var table in tables)
        {
#pragma warning disable EF1002 // The names are the database's own.
            var rows = await db.Database.SqlQueryRaw<string>($"select t::text as \"Value\" from users.{table} t").ToListAsync(Cancellation);
#pragma warning restore EF1002
            string[] traces = table is "users" or "security_events"
                ? [user.Email, user.DisplayName, user.Email.ToUpperInvariant(), _phone]
                : [user.Email, user.DisplayName, user.Id.ToString()];
            Assert.All(traces, trace => Assert.DoesNotContain(rows, text => text.Contains(trace, StringComparison.Ordinal)));
        }
        Assert.False(await db.SecurityEvents.AnyAsync(e => e.UserId == user.Id && (e.IpAddress != null || e.UserAgent != null || e.Details != null), Cancellation));
        // Of mails the last one alone: it goes when it is sent, which Development never does.
        Assert.False(await db.OutgoingMails.AnyAsync(mail => mail.UserId == user.Id, Cancellation));
        Assert.Equal(1, await db.OutgoingMails.CountAsync(mail => mail.To == user.Email, Cancellation));
    }

    private static async Task<Page> DeleteAsync(PlainBrowser browser, string password) =>
        await browser.SubmitAsync(await browser.GetAsync("/account/data"), ("Input.Password", password), ("Input.IsSure", "True"));
}
