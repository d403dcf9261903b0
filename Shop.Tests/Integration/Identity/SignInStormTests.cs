using System.Diagnostics;
using System.Net;
using Shop.Tests.EndToEnd;
using Xunit;

namespace Shop.Tests.Integration.Identity;

/// <summary>What many sign-ins at once do to others, such as other tests. <c>SHOP_STORM</c> sets how many; few by default.</summary>
[Collection(nameof(Alone))]
public sealed class SignInStormTests(ShopApplication shop)
{
    private static readonly int s_size = int.TryParse(Environment.GetEnvironmentVariable("SHOP_STORM"), out var size) ? size : 24;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_else_waits_and_who_is_too_many_is_told_to_come_again()
    {
        var people = await Task.WhenAll(Enumerable.Range(0, s_size).Select(_ => RegisteredUser.CreateAsync(shop)));
        using var other = await shop.ClientAsync("users");
        await other.GetStringAsync("/.well-known/jwks", Cancellation);
        var waits = new List<TimeSpan>();
        var clock = Stopwatch.StartNew();

        var storm = Task.WhenAll(people.Select(async person =>
        {
            using var browser = await PlainBrowser.OpenAsync(shop);
            return await browser.SignInAsync(person);
        }));
        while (!storm.IsCompleted)
        {
            var begin = clock.Elapsed;
            await other.GetStringAsync("/.well-known/jwks", Cancellation);
            waits.Add(clock.Elapsed - begin);
        }
        var answers = await storm;

        // Each hashes twice, since the accounts' hashes are cheap ones.
        var busy = answers.Where(static answer => answer.Status == HttpStatusCode.ServiceUnavailable).ToList();
        Assert.All(busy, static answer => Assert.NotNull(answer.RetryAfter));
        Assert.All(answers.Except(busy), static answer => Assert.Equal(HttpStatusCode.Redirect, answer.Status));
        Assert.True(busy.Count < s_size, "Nobody came in.");
        waits.Sort();
        Assert.True(waits[waits.Count / 2] < clock.Elapsed / 10, $"Others waited {waits[waits.Count / 2].TotalMilliseconds:0} ms of {clock.ElapsedMilliseconds} ms, {waits.Count} times.");
    }

    [Fact]
    public async Task An_unknown_address_takes_as_long_as_a_wrong_password()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop);
        // Its hash is of full cost from now on.
        await browser.SignInAsync(user);
        var (known, unknown) = (new List<double>(), new List<double>());
        // As many as the limit of an account allows, until the noise is less than the difference that a hash makes.
        for (var i = 0; i < 9 && (i < 2 || Ratio() is < 0.6 or > 1.67); i++)
        {
            known.Add(await MeasureAsync(user with { Password = "wrong password" }));
            unknown.Add(await MeasureAsync(user with { Email = $"nobody-{Guid.NewGuid():N}@example.com" }));
        }

        // The shortest of each is the one that was disturbed least.
        double Ratio() => known.Min() / unknown.Min();
        Assert.InRange(Ratio(), 0.6, 1.67);

        async Task<double> MeasureAsync(RegisteredUser person)
        {
            var page = await browser.GetAsync("/account/sign-in?again=true");
            var clock = Stopwatch.StartNew();
            Assert.Null((await browser.SubmitAsync(page, ("Input.Email", person.Email), ("Input.Password", person.Password))).Location);
            return clock.Elapsed.TotalMilliseconds;
        }
    }
}
