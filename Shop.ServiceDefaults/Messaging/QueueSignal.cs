using Rebus.Workers.ThreadPoolBased;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Makes workers wait for the word that there are messages instead of asking the broker over and over. One is woken for each message, and the first of them
/// looks; nobody looks again before there is word of others, or a look has found as many as it takes. Where nobody has looked for a second one does anyway, for
/// what became due meanwhile; ten times as often where no word can come.
/// </summary>
internal sealed class QueueSignal(int workers, TimeProvider time) : IBackoffStrategy, IDisposable
{
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _words = new(0);
    private volatile bool _listening;
    private int _suspected = 1;
    private long _lookedAt;

    internal bool Listening
    {
        get => _listening;
        set => _listening = value;
    }

    /// <summary>So many have come.</summary>
    internal void Raise(int messages)
    {
        Suspect();
        Wake(messages);
    }

    /// <summary>There may be messages: the next worker looks.</summary>
    internal void Suspect() => Volatile.Write(ref _suspected, 1);

    /// <summary>True where nobody has looked since there may be messages. Whoever is told so looks.</summary>
    internal bool BeginLook()
    {
        if (Interlocked.Exchange(ref _suspected, 0) == 0)
            return false;
        Volatile.Write(ref _lookedAt, Environment.TickCount64);
        return true;
    }

    /// <summary>There is something to do for so many workers.</summary>
    internal void Wake(int messages)
    {
        if (Math.Min(messages, workers - _words.CurrentCount) is > 0 and var words)
            _words.Release(words);
    }

    /// <summary>A message has been found.</summary>
    public void Reset() { }

    public async Task WaitNoMessageAsync(CancellationToken token)
    {
        if (!await _words.WaitAsync(Interval, token))
            LookAnyway();
    }

    public void WaitNoMessage(CancellationToken token)
    {
        if (!_words.Wait(Interval, token))
            LookAnyway();
    }

    public Task WaitAsync(CancellationToken token) => WaitNoMessageAsync(token);

    public void Wait(CancellationToken token) => WaitNoMessage(token);

    public Task WaitErrorAsync(CancellationToken token) => Task.Delay(PauseAfterError, time, token);

    public void WaitError(CancellationToken token) => token.WaitHandle.WaitOne(PauseAfterError);

    public void Dispose() => _words.Dispose();

    private TimeSpan Interval => TimeSpan.FromMilliseconds(_listening ? 1000 : 100);

    // The workers wait each for themselves, and one look is enough for all.
    private void LookAnyway()
    {
        if (Environment.TickCount64 - Volatile.Read(ref _lookedAt) >= Interval.TotalMilliseconds)
            Suspect();
    }
}
