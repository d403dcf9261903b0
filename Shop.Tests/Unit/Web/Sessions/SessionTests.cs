using System.Net;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Shop.Tests.Unit.Hosting.Servers;
using Shop.Web.Sessions;
using StackExchange.Redis;
using Xunit;

namespace Shop.Tests.Unit.Web.Sessions;

public sealed class SessionTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_is_encrypted_and_has_an_end()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = new Visitor(shop.Address);
        await visitor.GoAsync("/sign-in", Cancel);
        var token = await visitor.ReadAsync("/token", Cancel);

        await using var redis = await ConnectionMultiplexer.ConnectAsync(shop.Redis.ConnectionString);
        var key = Assert.Single(redis.GetServers().Single().Keys(pattern: "web:*:session"));
        var value = (byte[])(await redis.GetDatabase().StringGetAsync(key))!;
        Assert.DoesNotContain(token, Encoding.Latin1.GetString(value), StringComparison.Ordinal);
        Assert.DoesNotContain("Lin", Encoding.Latin1.GetString(value), StringComparison.Ordinal);
        Assert.InRange((await redis.GetDatabase().KeyTimeToLiveAsync(key))!.Value, SessionTickets.Idle - TimeSpan.FromMinutes(1), SessionTickets.Idle);
        var id = key.ToString().Split('{', '}')[1];
        Assert.Equal(32, Base64UrlEncoder.DecodeBytes(id).Length);
        // The cookie is a protected form of the id, so that who reads Redis has no cookie.
        Assert.DoesNotContain(id, visitor.Cookie("shop-session")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_is_used_lives_on()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = new Visitor(shop.Address);
        await visitor.GoAsync("/sign-in", Cancel);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(shop.Redis.ConnectionString);
        var key = Assert.Single(redis.GetServers().Single().Keys(pattern: "web:*:session"));
        await redis.GetDatabase().KeyExpireAsync(key, TimeSpan.FromMinutes(1));

        await visitor.ReadAsync("/name", Cancel);

        await Eventually.TrueAsync(async () => await redis.GetDatabase().KeyTimeToLiveAsync(key) > TimeSpan.FromHours(7), Cancel);
    }

    [Fact]
    public async Task Who_asked_to_stay_signed_in_stays_for_long()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = new Visitor(shop.Address);
        shop.Users.IsPersistent = true;
        await visitor.GoAsync("/sign-in", Cancel);

        Assert.InRange(visitor.Cookie("shop-session")!.Expires.ToUniversalTime(), DateTime.UtcNow.AddDays(29), DateTime.UtcNow.AddDays(31));
        await using var redis = await ConnectionMultiplexer.ConnectAsync(shop.Redis.ConnectionString);
        var key = Assert.Single(redis.GetServers().Single().Keys(pattern: "web:*:session"));
        Assert.True(await redis.GetDatabase().KeyTimeToLiveAsync(key) > TimeSpan.FromDays(29));
    }

    [Fact]
    public async Task Nobody_who_writes_Redis_can_give_one_person_anothers_session()
    {
        await using var shop = await Storefront.StartAsync();
        using var lin = new Visitor(shop.Address);
        await lin.GoAsync("/sign-in", Cancel);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(shop.Redis.ConnectionString);
        var first = Assert.Single(redis.GetServers().Single().Keys(pattern: "web:*:session"));
        using var ana = new Visitor(shop.Address);
        shop.Users.PersonName = "Ana";
        await ana.GoAsync("/sign-in", Cancel);
        var second = redis.GetServers().Single().Keys(pattern: "web:*:session").Single(key => key != first);

        await redis.GetDatabase().StringSetAsync(second, await redis.GetDatabase().StringGetAsync(first));

        Assert.Equal("", await ana.ReadAsync("/name", Cancel));
        Assert.Equal("Lin", await lin.ReadAsync("/name", Cancel));
    }

    [Fact]
    public async Task A_session_and_its_keys_outlive_the_process_and_serve_at_every_replica()
    {
        await using var shop = await Storefront.StartAsync(replicas: 2);
        using var visitor = new Visitor(shop.Address);
        await visitor.GoAsync("/sign-in", Cancel);
        var form = await visitor.ReadAsync("/form", Cancel);

        Assert.Equal("Lin", await visitor.ReadAsync(shop.Replicas[1].Address + "/name", Cancel));
        await shop.RestartAsync();
        Assert.Equal("Lin", await visitor.ReadAsync(shop.Replicas[1].Address + "/name", Cancel));
        // The antiforgery token of a page that is still open, too.
        await visitor.PostAsync("/sign-out", Cancel, ("__RequestVerificationToken", form));
        Assert.NotNull(shop.Users.SignedOut);
    }

    [Fact]
    public async Task While_Redis_is_away_people_are_strangers_and_then_known_again()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = new Visitor(shop.Address);
        await visitor.GoAsync("/sign-in", Cancel);
        shop.Redis.Kill();

        Assert.Equal("home", await visitor.ReadAsync("/", Cancel));
        Assert.Equal("", await visitor.ReadAsync("/name", Cancel));
        // What can't be done now says so, and neither pretends nor breaks anything.
        foreach (var answer in (HttpResponseMessage[])[await visitor.StepAsync("/token", Cancel), await visitor.StepAsync("/sign-in", Cancel), await visitor.PostAsync("/sign-out", Cancel)])
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
        Assert.NotNull(visitor.Cookie("shop-session"));
        Assert.Equal("Degraded", await visitor.ReadAsync("/health", Cancel));

        shop.Redis.Start();
        await Eventually.TrueAsync(async () => await visitor.ReadAsync("/name", Cancel) == "Lin", Cancel);
    }

    [Fact]
    public async Task Where_Redis_is_away_at_the_end_of_a_sign_in_it_ends_kindly()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = new Visitor(shop.Address);
        var asked = (await visitor.StepAsync("/sign-in", Cancel)).Headers.Location!;
        var given = (await visitor.StepAsync(asked.PathAndQuery, Cancel)).Headers.Location!;
        shop.Redis.Kill();

        var answer = await visitor.StepAsync(given.PathAndQuery, Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Null(visitor.Cookie("shop-session"));
    }

    [Fact]
    public async Task A_stranger_costs_Redis_nothing()
    {
        // Garnet does not count commands.
        Skip.Without(Tools.RedisServer);
        await using var shop = await Storefront.StartAsync();
        using var visitor = new Visitor(shop.Address);
        await visitor.ReadAsync("/name", Cancel);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(shop.Redis.ConnectionString + ",allowAdmin=true");
        var before = await CommandsAsync(redis);

        for (var i = 0; i < 5; i++)
            await visitor.ReadAsync("/name", Cancel);

        Assert.Equal(before, await CommandsAsync(redis));
    }

    [Fact]
    public async Task A_cookie_that_is_none_is_a_strangers()
    {
        await using var shop = await Storefront.StartAsync();
        using var visitor = new Visitor(shop.Address);
        visitor.Cookies.Add(new Cookie("shop-session", "made-up", "/", "127.0.0.1"));

        Assert.Equal("", await visitor.ReadAsync("/name", Cancel));
        Assert.Equal("", await visitor.ReadAsync("/token", Cancel));
    }

    /// <summary>Reads, that is; the client itself says and asks things now and then.</summary>
    static async Task<long> CommandsAsync(ConnectionMultiplexer redis)
    {
        var statistics = await redis.GetServers().Single().InfoAsync("commandstats");
        return statistics.Single().Where(static line => line.Key is "cmdstat_get" or "cmdstat_set" or "cmdstat_pttl" or "cmdstat_lrange" or "cmdstat_expire")
            .Sum(static line => long.Parse(line.Value.Split('=', ',')[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
