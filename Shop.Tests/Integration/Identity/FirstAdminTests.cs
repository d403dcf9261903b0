using System.Net;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shop.ServiceDefaults.Auth;
using Xunit;

namespace Shop.Tests.Integration.Identity;

public sealed partial class FirstAdminTests(ShopApplication shop)
{
    [Fact]
    public async Task The_console_says_the_password_once_and_it_opens_the_account()
    {
        var said = await SaidAsync();
        var user = new RegisteredUser(Guid.Empty, said.Groups["email"].Value, said.Groups["password"].Value, "");
        using var browser = await PlainBrowser.OpenAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);

        var tokens = await client.SignInAsync(browser, user);
        using var admin = await shop.ClientAsync("users", tokens.AccessToken);

        Assert.Equal("admin@shop.example", user.Email);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/api/users", TestContext.Current.CancellationToken)).StatusCode);
        Assert.True(await shop.WithUsersAsync(users => users.Roles.CountAsync(TestContext.Current.CancellationToken)) == Roles.All.Count, "There are other roles than ours.");
    }

    private async Task<Match> SaidAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        var application = await shop.StartedAsync();
        var users = application.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(static resource => resource.Name == "users");
        await foreach (var lines in application.Services.GetRequiredService<ResourceLoggerService>().WatchAsync(users).WithCancellation(patience.Token))
            foreach (var line in lines)
                if (Said().Match(line.Content) is { Success: true } match)
                    return match;
        throw new InvalidOperationException("The console says no password.");
    }

    [GeneratedRegex(@"The first admin is (?<email>\S+) with the password (?<password>\S+) ")]
    private static partial Regex Said();
}
