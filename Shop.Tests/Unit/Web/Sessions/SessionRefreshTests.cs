using System.Net;
using Microsoft.AspNetCore.Http;
using Shop.Web.Sessions;
using StackExchange.Redis;
using Xunit;

namespace Shop.Tests.Unit.Web.Sessions;

public sealed class SessionRefreshTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_requests_at_two_replicas_make_one_refresh()
    {
        await using var shop = await Storefront.StartAsync(replicas: 2);
        using var visitor = await SignedInAsync(shop, TimeSpan.Zero);
        shop.Users.PersonName = "Lin Wu";

        var tokens = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => visitor.ReadAsync(shop.Replicas[i % 2].Address + "/token", Cancel)));

        Assert.Equal(1, shop.Users.Refreshes);
        Assert.NotEqual("", Assert.Single(tokens.Distinct()));
        // And the new identity token tells the new name.
        Assert.Equal("Lin Wu", await visitor.ReadAsync("/name", Cancel));
    }

    [Fact]
    public async Task The_rotated_token_is_kept_for_the_next_refresh()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = await SignedInAsync(shop, TimeSpan.Zero, after: TimeSpan.Zero);
        // Each answer is over at once, so that each page refreshes; one that did not keep what it got would end the family.
        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal("Lin", await visitor.ReadAsync("/name", Cancel));
            Assert.Equal(i, shop.Users.Refreshes);
        }
    }

    [Fact]
    public async Task Ahead_of_the_end_it_is_done_beside_and_nobody_waits()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = await SignedInAsync(shop, SessionRefresh.Ahead / 2);
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        shop.Users.BeforeAnswer = _ =>
        {
            asked.SetResult();
            return answer.Task;
        };

        var before = await visitor.ReadAsync("/token", Cancel);
        await asked.Task.WaitAsync(Cancel);
        Assert.Equal(before, await visitor.ReadAsync("/token", Cancel));
        answer.SetResult();

        await Eventually.TrueAsync(async () => await visitor.ReadAsync("/token", Cancel) != before, Cancel);
        Assert.Equal(1, shop.Users.Refreshes);
    }

    [Fact]
    public async Task A_token_that_is_good_for_long_is_left_alone()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = await SignedInAsync(shop, SessionRefresh.Ahead * 2);

        await visitor.ReadAsync("/token", Cancel);

        Assert.Equal(0, shop.Users.Refreshes);
    }

    [Fact]
    public async Task What_is_revoked_at_Users_ends_here()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = await SignedInAsync(shop, TimeSpan.Zero);
        shop.Users.Revoke();

        Assert.Equal("", await visitor.ReadAsync("/name", Cancel));
        Assert.Equal("", await visitor.ReadAsync("/token", Cancel));

        Assert.Equal(1, shop.Users.Refreshes);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(shop.Redis.ConnectionString);
        Assert.Empty(redis.GetServers().Single().Keys(pattern: "web:*:*"));
    }

    [Fact]
    public async Task A_change_at_Users_is_known_on_the_next_page_at_every_replica()
    {
        await using var shop = await Storefront.StartAsync(replicas: 2);
        using var visitor = await SignedInAsync(shop, TimeSpan.FromMinutes(5));
        shop.Users.PersonName = "Lin Wu";
        Assert.Equal("Lin", await visitor.ReadAsync("/name", Cancel));

        await visitor.PostAsync("/account/profile", Cancel, ("name", "Lin Wu"));

        Assert.All(await Task.WhenAll(shop.Replicas.Select(replica => visitor.ReadAsync(replica.Address + "/name", Cancel))), name => Assert.Equal("Lin Wu", name));
        Assert.Equal(1, shop.Users.Refreshes);
    }

    [Fact]
    public async Task Where_Users_is_away_a_person_stays_signed_in_and_is_asked_for_once_in_a_while()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = await SignedInAsync(shop, TimeSpan.Zero);
        shop.Users.BeforeAnswer = static http =>
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return http.Response.CompleteAsync();
        };

        for (var i = 0; i < 3; i++)
            Assert.Equal("Lin", await visitor.ReadAsync("/name", Cancel));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await visitor.StepAsync("/token", Cancel)).StatusCode);
        Assert.Equal(1, shop.Users.Refreshes);
    }

    [Fact]
    public async Task A_lost_answer_costs_a_sign_in_and_nothing_worse()
    {
        await using var shop = await Storefront.StartAsync(replicas: 2);
        using var visitor = await SignedInAsync(shop, TimeSpan.Zero);
        shop.Users.BeforeAnswer = static http =>
        {
            http.Abort();
            return Task.CompletedTask;
        };
        Assert.Equal("Lin", await visitor.ReadAsync("/name", Cancel));
        shop.Users.BeforeAnswer = static _ => Task.CompletedTask;

        // The other replica knows nothing of the pause after the failure.
        Assert.Equal("", await visitor.ReadAsync(shop.Replicas[1].Address + "/name", Cancel));

        await visitor.GoAsync("/sign-in?back=/name", Cancel);
        Assert.Equal("Lin", await visitor.ReadAsync("/name", Cancel));
        Assert.Equal(2, shop.Users.Refreshes);
    }

    [Fact]
    public async Task Another_ones_lock_is_waited_for_and_a_dead_ones_ends()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = await SignedInAsync(shop, TimeSpan.Zero);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(shop.Redis.ConnectionString);
        var session = Assert.Single(redis.GetServers().Single().Keys(pattern: "web:*:session")).ToString();
        await redis.GetDatabase().StringSetAsync(session.Replace(":session", ":refresh", StringComparison.Ordinal), "of a replica that died", TimeSpan.FromMilliseconds(300));

        Assert.NotEqual("", await visitor.ReadAsync("/token", Cancel));

        Assert.Equal(1, shop.Users.Refreshes);
    }

    [Fact]
    public async Task A_refresh_does_not_bring_back_who_has_signed_out_meanwhile()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = await SignedInAsync(shop, TimeSpan.Zero);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(shop.Redis.ConnectionString);
        shop.Users.BeforeAnswer = async _ =>
        {
            foreach (var key in redis.GetServers().Single().Keys(pattern: "web:*:session"))
                await redis.GetDatabase().KeyDeleteAsync(key);
        };

        Assert.Equal("", await visitor.ReadAsync("/name", Cancel));

        Assert.Equal(1, shop.Users.Refreshes);
        Assert.Empty(redis.GetServers().Single().Keys(pattern: "web:*:session"));
    }

    [Fact]
    public async Task Who_lost_the_lock_does_not_overwrite_what_the_next_one_stored()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = await SignedInAsync(shop, TimeSpan.Zero);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(shop.Redis.ConnectionString);
        var session = Assert.Single(redis.GetServers().Single().Keys(pattern: "web:*:session"));
        var before = await redis.GetDatabase().StringGetAsync(session);
        shop.Users.BeforeAnswer = async _ =>
            await redis.GetDatabase().StringSetAsync(session.ToString().Replace(":session", ":refresh", StringComparison.Ordinal), "of the next one");

        await visitor.ReadAsync("/name", Cancel);

        Assert.Equal(before, await redis.GetDatabase().StringGetAsync(session));
    }

    /// <param name="shop">Where to.</param>
    /// <param name="lifetime">Of the access token that the sign-in gives.</param>
    /// <param name="after">Of those that refreshes give; null is long.</param>
    static async Task<Visitor> SignedInAsync(Storefront shop, TimeSpan lifetime, TimeSpan? after = null)
    {
        var visitor = new Visitor(shop.Address);
        shop.Users.Lifetime = lifetime;
        // Up to the session's cookie, and not to the page after it, which would be the first to refresh.
        var asked = (await visitor.StepAsync("/sign-in", Cancel)).Headers.Location!;
        var given = (await visitor.StepAsync(asked.PathAndQuery, Cancel)).Headers.Location!;
        await visitor.StepAsync(given.PathAndQuery, Cancel);
        shop.Users.Lifetime = after ?? TimeSpan.FromMinutes(5);
        return visitor;
    }
}
