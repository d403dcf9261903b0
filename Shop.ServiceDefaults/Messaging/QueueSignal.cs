using Rebus.Workers.ThreadPoolBased;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Makes idle workers wait for the word that there are messages instead of asking the broker over and over. One is woken for each message. Where
/// there may be more messages than words were kept, each that is found wakes the next, until a look is in vain. One of the workers looks every
/// second anyway, for what became due meanwhile; ten times as often where no word can come.
/// </summary>
internal sealed class QueueSignal(int workers, TimeProvider time) : IBackoffStrategy, IDisposable
{
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _words = new(0);
    private volatile bool _listening, _mayBeMore;

    internal bool Listening
    {
        get => _listening;
        set => _listening = value;
    }

    internal void Raise(int messages)
    {
        var idle = workers - _words.CurrentCount;
        if (messages > idle)
            _mayBeMore = true;
        if (Math.Min(messages, idle) is > 0 and var words)
            _words.Release(words);
    }

    /// <summary>A message has been found.</summary>
    public void Reset()
    {
        if (_mayBeMore)
            Raise(1);
    }

    public async Task WaitNoMessageAsync(CancellationToken token)
    {
        _mayBeMore = false;
        if (!await _words.WaitAsync(Longest, token))
            _mayBeMore = true;
    }

    public void WaitNoMessage(CancellationToken token)
    {
        _mayBeMore = false;
        if (!_words.Wait(Longest, token))
            _mayBeMore = true;
    }

    public Task WaitAsync(CancellationToken token) => WaitNoMessageAsync(token);

    public void Wait(CancellationToken token) => WaitNoMessage(token);

    public Task WaitErrorAsync(CancellationToken token) => Task.Delay(PauseAfterError, time, token);

    public void WaitError(CancellationToken token) => token.WaitHandle.WaitOne(PauseAfterError);

    public void Dispose() => _words.Dispose();

    // All workers together look once in that time.
    private TimeSpan Longest => workers * (_listening ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(100));
}
