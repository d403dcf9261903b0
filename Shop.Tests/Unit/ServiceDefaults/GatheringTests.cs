using System.Collections.Concurrent;
using Shop.ServiceDefaults.Data;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults;

public sealed class GatheringTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Alone_it_waits_for_nobody()
    {
        var gathering = new Gathering<int, int>(static items => Task.FromResult<IReadOnlyList<int>>([.. items.Select(static item => item.Item * 2)]));
        for (var i = 0; i < 10; i++)
            Assert.Equal(2 * i, await gathering.DoAsync(i));
    }

    [Fact]
    public async Task What_comes_while_others_are_done_is_done_together_and_each_gets_its_own_result()
    {
        var (batches, entered, leave) = (new ConcurrentQueue<int>(), new TaskCompletionSource(), new TaskCompletionSource());
        var gathering = new Gathering<int, string>(async items =>
        {
            batches.Enqueue(items.Count);
            entered.TrySetResult();
            await leave.Task;
            return [.. items.Select(static item => $"{item.Item}")];
        });
        var first = gathering.DoAsync(0);
        await entered.Task.WaitAsync(Cancellation);
        Task<string>[] others = [.. Enumerable.Range(1, 20).Select(gathering.DoAsync)];
        leave.SetResult();
        Assert.Equal("0", await first);
        Assert.Equal(Enumerable.Range(1, 20).Select(static i => $"{i}"), await Task.WhenAll(others));
        Assert.Equal([1, 20], batches);
    }

    [Fact]
    public async Task What_cannot_be_done_together_is_done_alone_and_only_what_fails_by_itself_fails()
    {
        var (done, entered, leave) = (new ConcurrentQueue<int>(), new TaskCompletionSource(), new TaskCompletionSource());
        var gathering = new Gathering<int, int>(async items =>
        {
            entered.TrySetResult();
            await leave.Task;
            if (items.Any(static item => item.Item == 7))
                throw new InvalidOperationException("seven");
            foreach (var item in items)
                done.Enqueue(item.Item);
            return [.. items.Select(static item => item.Item)];
        });
        var first = gathering.DoAsync(0);
        await entered.Task.WaitAsync(Cancellation);
        Task<int>[] others = [.. Enumerable.Range(5, 5).Select(gathering.DoAsync)];
        leave.SetResult();
        await first;
        Assert.Equal("seven", (await Assert.ThrowsAsync<InvalidOperationException>(() => others[2])).Message);
        await Task.WhenAll(others.Except([others[2]]));
        Assert.Equal([0, 5, 6, 8, 9], done);
        Assert.Equal(1, await gathering.DoAsync(1));
    }

    [Fact]
    public async Task What_takes_long_holds_up_only_what_is_done_with_it()
    {
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        var gathering = new Gathering<int, int>(async items =>
        {
            if (items.Any(static item => item.Item == 0))
            {
                entered.TrySetResult();
                await leave.Task;
            }
            return [.. items.Select(static item => item.Item)];
        });
        var slow = gathering.DoAsync(0);
        await entered.Task.WaitAsync(Cancellation);
        Assert.Equal(Enumerable.Range(1, 3), await Task.WhenAll(Enumerable.Range(1, 3).Select(gathering.DoAsync)).WaitAsync(Cancellation));
        Assert.False(slow.IsCompleted);
        leave.SetResult();
        Assert.Equal(0, await slow);
    }
}
