using Microsoft.EntityFrameworkCore.Diagnostics;
using Shop.ServiceDefaults.Data;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>Wakes this replica's forwarder. A message whose replica died before it could is found by the others' next look.</summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim _raised = new(0, 1);

    /// <summary>To be called after the commit by those who wrote the outbox by SQL; after EF's it happens by itself.</summary>
    public void Raise()
    {
        try
        {
            if (_raised.CurrentCount == 0)
                _raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another raised it in between.
        }
    }

    internal Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _raised.WaitAsync(longest, cancellationToken);

    public void Dispose() => _raised.Dispose();
}

/// <summary>Raises the signal when EF has committed a message: at once, or with the transaction that it was saved in.</summary>
internal sealed class OutboxInterceptor(OutboxSignal signal) : SaveChangesInterceptor
{
    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is not { } context || !context.ChangeTracker.Entries<OutboxMessage>().Any())
            return ValueTask.FromResult(result);
        if (context.Database.CurrentTransaction is null)
            signal.Raise();
        else
            AfterCommit.Do(context.Database, signal.Raise);
        return ValueTask.FromResult(result);
    }
}
