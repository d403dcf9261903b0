using Shop.ServiceDefaults.Messaging;
using Xunit;

namespace Shop.Tests.Unit.Messaging;

public sealed class QueueSignalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_worker_looks_for_each_word_and_the_others_that_it_has_woken_do_not()
    {
        using var signal = new QueueSignal(4, TimeProvider.System) { Listening = true };
        Assert.True(signal.BeginLook());
        signal.Raise(3);
        foreach (var _ in Enumerable.Range(0, 3))
            await signal.WaitNoMessageAsync(Cancellation).WaitAsync(TimeSpan.FromMilliseconds(500), Cancellation);
        Assert.True(signal.BeginLook());
        Assert.False(signal.BeginLook());
    }

    [Fact]
    public async Task A_look_that_found_all_that_it_takes_is_followed_by_another()
    {
        using var signal = new QueueSignal(4, TimeProvider.System) { Listening = true };
        Assert.True(signal.BeginLook());
        signal.Suspect();
        Assert.True(signal.BeginLook());
        signal.Wake(2);
        await signal.WaitNoMessageAsync(Cancellation);
        // To be woken says nothing of the queue.
        Assert.False(signal.BeginLook());
    }

    [Fact]
    public async Task Without_any_word_somebody_looks_after_a_while_and_only_one()
    {
        using var signal = new QueueSignal(4, TimeProvider.System);
        Assert.True(signal.BeginLook());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => signal.WaitNoMessageAsync(Cancellation)));
        // The wait may end a moment before it is over.
        await Eventually.TrueAsync(
            async () =>
            {
                await signal.WaitNoMessageAsync(Cancellation);
                return signal.BeginLook();
            },
            Cancellation);
        Assert.False(signal.BeginLook());
    }
}
