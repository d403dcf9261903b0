using Shop.Catalog.Data;
using Xunit;

namespace Shop.Tests.Unit.Catalog;

public class SharedForASecondTests
{
    readonly Clock clock = new();
    int loads;

    Task<string> Load(CancellationToken cancellationToken) => Task.FromResult($"load {++loads}");

    [Fact]
    public async Task It_is_loaded_again_after_a_second_and_not_before()
    {
        using var shared = new SharedForASecond<string>(clock);
        var cancel = TestContext.Current.CancellationToken;
        Assert.Equal("load 1", await shared.GetAsync(Load, cancel));
        clock.Now += TimeSpan.FromMilliseconds(999);
        Assert.Equal("load 1", await shared.GetAsync(Load, cancel));
        clock.Now += TimeSpan.FromMilliseconds(1);
        Assert.Equal("load 2", await shared.GetAsync(Load, cancel));
    }

    [Fact]
    public async Task Its_age_counts_from_before_the_load()
    {
        using var shared = new SharedForASecond<string>(clock);
        var cancel = TestContext.Current.CancellationToken;
        await shared.GetAsync(
            token =>
            {
                clock.Now += TimeSpan.FromSeconds(1);
                return Load(token);
            },
            cancel);
        Assert.Equal("load 2", await shared.GetAsync(Load, cancel));
    }

    [Fact]
    public async Task Those_who_come_while_it_loads_share_the_load()
    {
        using var shared = new SharedForASecond<string>(clock);
        var cancel = TestContext.Current.CancellationToken;
        var gate = new TaskCompletionSource<string>();
        var all = Enumerable.Range(0, 5).Select(_ => shared.GetAsync(_ => { loads++; return gate.Task; }, cancel).AsTask()).ToList();
        gate.SetResult("once");
        Assert.All(await Task.WhenAll(all), value => Assert.Equal("once", value));
        Assert.Equal(1, loads);
    }

    [Fact]
    public async Task A_failed_load_is_not_kept()
    {
        using var shared = new SharedForASecond<string>(clock);
        var cancel = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<TimeoutException>(async () => await shared.GetAsync(_ => Task.FromException<string>(new TimeoutException()), cancel));
        Assert.Equal("load 1", await shared.GetAsync(Load, cancel));
    }

    sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
