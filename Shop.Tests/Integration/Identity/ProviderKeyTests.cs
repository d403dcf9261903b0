using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting.Testing;
using Microsoft.EntityFrameworkCore;
using Shop.ServiceDefaults.Auth;
using Shop.Users.OpenIdConnect;
using Xunit;

namespace Shop.Tests.Integration.Identity;

public sealed class ProviderKeyTests(ShopApplication shop)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_keys_are_announced_then_sign_and_the_old_ones_stay_valid()
    {
        var admin = await RegisteredUser.CreateAsync(shop, Roles.Admin);
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);
        var old = await client.SignInAsync(browser, admin);
        using var users = await shop.ClientAsync("users", old.AccessToken);

        var rotation = await RotateAsync(users);
        var announced = await KeyIdsAsync(users);
        Assert.InRange(rotation - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        Assert.Equal(old.Access.Kid, announced[0]);
        Assert.True(announced.Count >= 2, "The new key is not published.");
        var next = announced[1];
        var stillOld = await client.RefreshAsync(old.RefreshToken);
        Assert.Equal(old.Access.Kid, stillOld.Access.Kid);

        // As if the ten minutes were over; the service looks at the table again when it makes the next ones.
        await shop.WithUsersAsync(context => context.ProviderKeys.Where(static key => key.ActiveFrom > DateTimeOffset.UtcNow)
            .ExecuteUpdateAsync(static key => key.SetProperty(k => k.ActiveFrom, DateTimeOffset.UtcNow.AddSeconds(-1)), Cancellation));
        await RotateAsync(users);

        var renewed = await client.RefreshAsync(stillOld.RefreshToken);
        Assert.Equal(HttpStatusCode.OK, renewed.Status);
        Assert.Equal(next, renewed.Access.Kid);
        Assert.Contains(old.Access.Kid, await KeyIdsAsync(users));
        foreach (var token in (string[])[old.AccessToken, renewed.AccessToken])
        {
            using var caller = await shop.ClientAsync("users", token);
            Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/users/me", Cancellation)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.OK, (await client.RefreshAsync(renewed.RefreshToken)).Status);
    }

    [Fact]
    public async Task The_dashboard_and_the_command_line_rotate_them_too()
    {
        var application = await shop.StartedAsync();
        var before = await CountAsync();

        var command = await application.ResourceCommands.ExecuteCommandAsync("users", "rotate-keys", Cancellation);
        Assert.True(command.Success, command.Message);
        Assert.Equal(before + 2, await CountAsync());

        var program = Path.Combine(AppContext.BaseDirectory, "Shop.Users.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "rotate-keys"])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["ConnectionStrings__usersdb"] = await application.GetConnectionStringAsync("usersdb", Cancellation),
                ["ConnectionStrings__cache"] = await application.GetConnectionStringAsync("cache", Cancellation),
                ["Identity__Issuer"] = "https://shop.example",
            },
        })!;
        var said = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, said);
        Assert.Contains("New keys sign from", said, StringComparison.Ordinal);
        Assert.Equal(before + 4, await CountAsync());

        Task<int> CountAsync() => shop.WithUsersAsync(context => context.ProviderKeys.CountAsync(Cancellation));
    }

    [Fact]
    public async Task Only_an_admin_rotates_keys()
    {
        using var stranger = await shop.ClientAsync("users");
        using var customer = await shop.SignedInAsync("users");
        using var staff = await shop.SignedInAsync("users", roles: Roles.Staff);

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsync("/api/users/keys/rotate", null, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await customer.PostAsync("/api/users/keys/rotate", null, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await staff.PostAsync("/api/users/keys/rotate", null, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task The_private_parts_are_protected_in_the_database_and_published_nowhere()
    {
        using var users = await shop.ClientAsync("users");
        var published = await users.GetStringAsync("/.well-known/jwks", Cancellation);
        var keys = await shop.WithUsersAsync(context => context.ProviderKeys.AsNoTracking().ToListAsync(Cancellation));

        foreach (var secret in (string[])["\"d\"", "\"p\"", "\"q\"", "\"k\"", "\"oct\""])
            Assert.DoesNotContain(secret, published, StringComparison.Ordinal);
        Assert.Contains(keys, static key => key.Use == ProviderKey.Encryption);
        // Data protection's own header, and not the one of PKCS #8.
        Assert.All(keys, static key => Assert.StartsWith("CfDJ8", key.ProtectedKey, StringComparison.Ordinal));
    }

    private static async Task<DateTimeOffset> RotateAsync(HttpClient admin)
    {
        using var response = await admin.PostAsync("/api/users/keys/rotate", null, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("activeFrom").GetDateTimeOffset();
    }

    private static async Task<List<string>> KeyIdsAsync(HttpClient users) =>
        [.. (await users.GetFromJsonAsync<JsonElement>("/.well-known/jwks", Cancellation)).GetProperty("keys").EnumerateArray().Select(static key => key.GetProperty("kid").GetString()!)];
}
