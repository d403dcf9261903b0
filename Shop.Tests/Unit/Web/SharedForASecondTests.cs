using Shop.Web.Clients;
using Xunit;

namespace Shop.Tests.Unit.Web;

public class SharedForASecondTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    readonly Clock clock = new();
    int loads;

    [Fact]
    public async Task All_who_ask_within_the_second_share_one_load()
    {
        var shared = new SharedForASecond<string>(clock);
        var pending = new TaskCompletionSource<string>();
        Task<string> Load() { loads++; return pending.Task; }

        var first = shared.GetAsync("en", Load, Cancel);
        var second = shared.GetAsync("en", Load, Cancel);
        pending.SetResult("shelf");
        clock.Advance(0.9);
        var third = shared.GetAsync("en", Load, Cancel);

        Assert.Equal(["shelf", "shelf", "shelf"], await Task.WhenAll(first, second, third));
        Assert.Equal(1, loads);
    }

    [Fact]
    public async Task After_a_second_it_is_loaded_anew_and_languages_do_not_mix()
    {
        var shared = new SharedForASecond<string>(clock);
        Task<string> Load() => Task.FromResult($"{++loads}");

        Assert.Equal("1", await shared.GetAsync("en", Load, Cancel));
        Assert.Equal("2", await shared.GetAsync("zh-CN", Load, Cancel));
        clock.Advance(1);
        Assert.Equal("3", await shared.GetAsync("en", Load, Cancel));
    }

    [Fact]
    public async Task A_failure_is_shared_by_those_who_wait_and_not_kept()
    {
        var shared = new SharedForASecond<string>(clock);
        var pending = new TaskCompletionSource<string>();
        var first = shared.GetAsync("en", () => pending.Task, Cancel);
        var second = shared.GetAsync("en", () => pending.Task, Cancel);
        pending.SetException(new InvalidOperationException("away"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        await Assert.ThrowsAsync<InvalidOperationException>(() => second);
        Assert.Equal("back", await shared.GetAsync("en", () => Task.FromResult("back"), Cancel));
    }

    [Fact]
    public async Task Who_leaves_takes_nothing_from_the_others()
    {
        var shared = new SharedForASecond<string>(clock);
        var pending = new TaskCompletionSource<string>();
        using var leaving = new CancellationTokenSource();
        var left = shared.GetAsync("en", () => pending.Task, leaving.Token);
        var stayed = shared.GetAsync("en", () => pending.Task, Cancel);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        pending.SetResult("shelf");

        Assert.Equal("shelf", await stayed);
    }

    sealed class Clock : TimeProvider
    {
        long now;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => now;

        public void Advance(double seconds) => now += (long)(seconds * TimestampFrequency);
    }
}
