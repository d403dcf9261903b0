using System.Net;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Shop.Tests.Integration.Identity;

public sealed class LockoutTests(ShopApplication shop)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_wrong_passwords_at_once_each_counts_and_few_are_tried()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        // Within the limit per account and minute, beyond which nothing is tried at all.
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            using var browser = await PlainBrowser.OpenAsync(shop);
            return await browser.SignInAsync(user with { Password = $"wrong password {i}" });
        }));

        Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        var (failures, locked) = await StateAsync(user);
        Assert.Equal(5, failures);
        Assert.InRange(locked!.Value - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task While_it_is_locked_the_right_password_is_refused_and_afterwards_taken()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        for (var i = 0; i < 5; i++)
            await browser.SignInAsync(user with { Password = "wrong password" });

        Assert.Null((await browser.SignInAsync(user)).Location);
        await EndPauseAsync(user);
        Assert.NotNull((await browser.SignInAsync(user)).Location);
        Assert.Equal((0, null), await StateAsync(user));
    }

    [Fact]
    public async Task Each_failure_after_a_pause_makes_the_next_one_longer()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        for (var i = 0; i < 5; i++)
            await browser.SignInAsync(user with { Password = "wrong password" });
        var first = (await StateAsync(user)).Until!.Value - DateTimeOffset.UtcNow;
        await EndPauseAsync(user);

        await browser.SignInAsync(user with { Password = "wrong password" });

        var second = (await StateAsync(user)).Until!.Value - DateTimeOffset.UtcNow;
        Assert.InRange(second / first, 1.9, 2.1);
    }

    [Fact]
    public async Task A_right_password_forgets_the_wrong_ones()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        for (var i = 0; i < 4; i++)
            await browser.SignInAsync(user with { Password = "wrong password" });

        Assert.NotNull((await browser.SignInAsync(user)).Location);
        Assert.Equal((0, null), await StateAsync(user));
    }

    [Fact]
    public async Task Beyond_the_limit_of_an_account_nothing_is_tried_whoever_asks()
    {
        var name = $"nobody-{Guid.NewGuid():N}@example.com";

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
        {
            using var browser = await PlainBrowser.OpenAsync(shop);
            return await browser.SignInAsync(new(Guid.Empty, name, "some password", ""));
        }));

        Assert.Equal(10, answers.Count(static answer => answer.Status == HttpStatusCode.OK));
        var refused = answers.Where(static answer => answer.Status == HttpStatusCode.TooManyRequests).ToList();
        Assert.Equal(20, refused.Count);
        Assert.All(refused, static answer => Assert.InRange(answer.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)));
        Assert.Contains("too often", refused[0].Text, StringComparison.Ordinal);
    }

    private async Task<(int Failures, DateTimeOffset? Until)> StateAsync(RegisteredUser user)
    {
        var row = await shop.WithUsersAsync(users => users.Users.AsNoTracking().SingleAsync(u => u.Id == user.Id, Cancellation));
        return (row.AccessFailedCount, row.LockoutEnd);
    }

    private Task<int> EndPauseAsync(RegisteredUser user) => shop.WithUsersAsync(users => users.Users.Where(u => u.Id == user.Id)
        .ExecuteUpdateAsync(u => u.SetProperty(p => p.LockoutEnd, DateTimeOffset.UtcNow.AddSeconds(-1)), Cancellation));
}
