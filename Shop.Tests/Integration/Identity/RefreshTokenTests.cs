using System.Net;
using Microsoft.EntityFrameworkCore;
using Shop.ServiceDefaults.Auth;
using Shop.Users.Security;
using Xunit;

namespace Shop.Tests.Integration.Identity;

public sealed class RefreshTokenTests(ShopApplication shop)
{
    [Fact]
    public async Task Each_use_gives_another_one_in_the_same_session()
    {
        using var client = await TokenClient.CreateAsync(shop);
        var first = await SignInAsync(client);

        var second = await client.RefreshAsync(first.RefreshToken);
        var third = await client.RefreshAsync(second.RefreshToken);

        Assert.Equal(HttpStatusCode.OK, third.Status);
        Assert.Equal(3, new[] { first.RefreshToken, second.RefreshToken, third.RefreshToken }.Distinct().Count());
        Assert.Equal(first.Access.GetClaim("sid").Value, third.Access.GetClaim("sid").Value);
        Assert.Equal(first.Access.Subject, third.Access.Subject);
    }

    [Fact]
    public async Task One_that_comes_twice_ends_the_whole_family_and_is_written_down()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);
        var first = await SignInAsync(client, user);
        var second = await client.RefreshAsync(first.RefreshToken);
        var third = await client.RefreshAsync(second.RefreshToken);

        Assert.Equal("invalid_grant", (await client.RefreshAsync(first.RefreshToken)).Error);

        Assert.Equal("invalid_grant", (await client.RefreshAsync(third.RefreshToken)).Error);
        Assert.Equal("invalid_grant", (await client.RefreshAsync(second.RefreshToken)).Error);
        Assert.Equal(1, await shop.WithUsersAsync(users => users.SecurityEvents.CountAsync(
            e => e.UserId == user.Id && e.Kind == SecurityEventKinds.TokenReused, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Of_many_at_once_one_at_most_is_taken_and_nobody_goes_on()
    {
        using var client = await TokenClient.CreateAsync(shop);
        var tokens = await SignInAsync(client);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.RefreshAsync(tokens.RefreshToken)));

        var taken = answers.Where(static answer => answer.Status == HttpStatusCode.OK).ToList();
        Assert.InRange(taken.Count, 0, 1);
        Assert.All(answers.Except(taken), static answer => Assert.Equal("invalid_grant", answer.Error));
        foreach (var answer in taken)
            Assert.Equal("invalid_grant", (await client.RefreshAsync(answer.RefreshToken)).Error);
    }

    [Fact]
    public async Task Two_sign_ins_are_two_families()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);
        var (stolen, other) = (await SignInAsync(client, user), await SignInAsync(client, user));
        await client.RefreshAsync(stolen.RefreshToken);
        await client.RefreshAsync(stolen.RefreshToken);

        Assert.Equal(HttpStatusCode.OK, (await client.RefreshAsync(other.RefreshToken)).Status);
    }

    [Fact]
    public async Task A_role_that_was_taken_away_is_gone_with_the_next_refresh()
    {
        var user = await RegisteredUser.CreateAsync(shop, Roles.Staff);
        using var client = await TokenClient.CreateAsync(shop);
        var before = await SignInAsync(client, user);
        await shop.WithUsersAsync(users => users.UserRoles
            .Where(member => member.UserId == user.Id && users.Roles.Any(role => role.Id == member.RoleId && role.Name == Roles.Staff))
            .ExecuteDeleteAsync(TestContext.Current.CancellationToken));

        var after = await client.RefreshAsync(before.RefreshToken);

        Assert.Contains(before.Access.Claims, static claim => claim is { Type: "role", Value: Roles.Staff });
        Assert.DoesNotContain(after.Access.Claims, static claim => claim is { Type: "role", Value: Roles.Staff });
    }

    [Fact]
    public async Task A_revoked_one_is_worth_nothing_and_a_token_of_another_client_is_left_alone()
    {
        using var client = await TokenClient.CreateAsync(shop);
        var tokens = await SignInAsync(client);

        Assert.Equal(HttpStatusCode.OK, (await client.RevokeAsync(tokens.RefreshToken)).StatusCode);

        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.RefreshToken)).Error);
        Assert.Equal("invalid_grant", (await client.RefreshAsync("no token of ours")).Error);
    }

    [Fact]
    public async Task An_account_that_is_closed_refreshes_nothing()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var client = await TokenClient.CreateAsync(shop);
        var tokens = await SignInAsync(client, user);
        await shop.WithUsersAsync(users => users.Users.Where(u => u.Id == user.Id)
            .ExecuteUpdateAsync(u => u.SetProperty(p => p.LockoutEnd, DateTimeOffset.MaxValue), TestContext.Current.CancellationToken));

        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.RefreshToken)).Error);
    }

    private async Task<TokenAnswer> SignInAsync(TokenClient client, RegisteredUser? user = null)
    {
        using var browser = await PlainBrowser.OpenAsync(shop);
        return await client.SignInAsync(browser, user ?? await RegisteredUser.CreateAsync(shop));
    }
}
