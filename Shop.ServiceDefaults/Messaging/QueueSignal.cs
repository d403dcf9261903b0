using Rebus.Workers.ThreadPoolBased;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Makes idle workers wait for the word that there is a message instead of asking the broker over and over. One is woken by each word, and
/// each message found wakes the next, since a word may stand for many. One of them looks every second anyway, for what became due meanwhile;
/// ten times as often where no word can come.
/// </summary>
internal sealed class QueueSignal(int workers, TimeProvider time) : IBackoffStrategy, IDisposable
{
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _words = new(0);
    private volatile bool _listening;

    internal bool Listening
    {
        get => _listening;
        set => _listening = value;
    }

    internal void Raise()
    {
        // More words than workers would only be looks in vain.
        if (_words.CurrentCount < workers)
            _words.Release();
    }

    public void Reset() => Raise();

    public Task WaitNoMessageAsync(CancellationToken token) => _words.WaitAsync(Longest, token);

    public void WaitNoMessage(CancellationToken token) => _words.Wait(Longest, token);

    public Task WaitAsync(CancellationToken token) => WaitNoMessageAsync(token);

    public void Wait(CancellationToken token) => WaitNoMessage(token);

    public Task WaitErrorAsync(CancellationToken token) => Task.Delay(PauseAfterError, time, token);

    public void WaitError(CancellationToken token) => token.WaitHandle.WaitOne(PauseAfterError);

    public void Dispose() => _words.Dispose();

    // All workers together look once in that time.
    private TimeSpan Longest => workers * (_listening ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(100));
}
