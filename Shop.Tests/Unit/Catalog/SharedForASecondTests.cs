using Shop.Catalog.Caching;
using Shop.Catalog.Data;
using Xunit;

namespace Shop.Tests.Unit.Catalog;

public sealed class SharedForASecondTests : IDisposable
{
    readonly ManualClock clock = new();
    readonly SharedForASecond<string> shared;
    int loads;

    public SharedForASecondTests() => shared = new(clock);

    public void Dispose() => shared.Dispose();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    Task<LoadMoment> Now() => Task.FromResult(new LoadMoment(clock.GetTimestamp(), 0, 0));

    Task<string> Load(CancellationToken cancellationToken) => Task.FromResult($"load {++loads}");

    async Task<string> GetAsync(Func<CancellationToken, Task<string>>? load = null) => (await shared.GetAsync(Now, load ?? Load, Cancellation)).Value;

    [Fact]
    public async Task It_is_loaded_again_after_a_second_and_not_before()
    {
        Assert.Equal("load 1", await GetAsync());
        clock.Now += TimeSpan.FromMilliseconds(999);
        Assert.Equal("load 1", await GetAsync());
        clock.Now += TimeSpan.FromMilliseconds(1);
        Assert.Equal("load 2", await GetAsync());
    }

    [Fact]
    public async Task Its_age_counts_from_before_the_load()
    {
        await GetAsync(token =>
        {
            clock.Now += TimeSpan.FromSeconds(1);
            return Load(token);
        });
        Assert.Equal("load 2", await GetAsync());
    }

    [Fact]
    public async Task Those_who_come_while_it_loads_share_the_load()
    {
        var gate = new TaskCompletionSource<string>();
        var all = Enumerable.Range(0, 5).Select(_ => GetAsync(_ => { loads++; return gate.Task; })).ToList();
        gate.SetResult("once");
        Assert.All(await Task.WhenAll(all), value => Assert.Equal("once", value));
        Assert.Equal(1, loads);
    }

    [Fact]
    public async Task A_failed_load_is_not_kept()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => GetAsync(_ => Task.FromException<string>(new TimeoutException())));
        Assert.Equal("load 1", await GetAsync());
    }

    [Fact]
    public async Task Evicted_it_is_loaded_again_and_so_is_what_was_loading()
    {
        Assert.Equal("load 1", await GetAsync());
        shared.Evict();
        var gate = new TaskCompletionSource<string>();
        var loading = GetAsync(_ => gate.Task);
        shared.Evict();
        gate.SetResult("stale");
        Assert.Equal("stale", await loading);
        Assert.Equal("load 2", await GetAsync());
    }
}
