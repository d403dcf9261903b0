using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;

namespace Shop.Orders.Work;

/// <summary>Wakes this replica's worker; the others find the work by looking.</summary>
sealed class WorkSignal : IDisposable
{
    readonly SemaphoreSlim raised = new(0, 1);

    public void Raise()
    {
        try
        {
            if (raised.CurrentCount == 0)
                raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another raised it in between.
        }
    }

    public Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => raised.WaitAsync(longest, cancellationToken);

    public void Dispose() => raised.Dispose();
}

static class WorkQueue
{
    /// <summary>Puts work into the transaction of whoever calls.</summary>
    public static void Schedule(this OrdersContext context, WorkKind kind, Guid order, Guid? subject, DateTimeOffset due) =>
        context.Work.Add(new() { Id = Guid.CreateVersion7(), Kind = kind, OrderId = order, SubjectId = subject, DueAt = due, TraceParent = WorkTelemetry.Current });

    /// <summary>Takes what is due and in nobody's hands, for <paramref name="lease"/>.</summary>
    public static Task<List<ScheduledWork>> ClaimAsync(this OrdersContext context, DateTimeOffset now, TimeSpan lease, int most, CancellationToken cancellationToken)
    {
        var claim = Guid.NewGuid();
        return context.Work.FromSql(
            $"""
             update scheduled_work set claim = {claim}, claimed_until = {now + lease}, attempts = attempts + 1
             where id in (
                 select id from scheduled_work where due_at <= {now} and (claimed_until is null or claimed_until < {now})
                 order by due_at limit {most} for update skip locked)
             returning *
             """).AsNoTracking().ToListAsync(cancellationToken);
    }

    /// <summary>Removes what has been done, in the transaction of its effect.</summary>
    /// <exception cref="WorkLostException">It took too long, and is another's now: nothing of it may be committed.</exception>
    public static async Task FinishAsync(this OrdersContext context, ScheduledWork work, CancellationToken cancellationToken) =>
        RequireFinished(work, await context.Database.ExecuteSqlAsync($"delete from scheduled_work where id = {work.Id} and claim = {work.Claim}", cancellationToken));

    /// <summary>The same, for who removes it along with something else.</summary>
    /// <param name="work">What has been done.</param>
    /// <param name="removed">How many rows of it there were under its claim.</param>
    /// <exception cref="WorkLostException">It took too long, and is another's now: nothing of it may be committed.</exception>
    public static void RequireFinished(ScheduledWork work, int removed)
    {
        if (removed == 0)
            throw new WorkLostException($"{work.Kind} {work.Id} is no longer ours.");
    }

    /// <summary>Gives it back, to be tried again later.</summary>
    public static Task PostponeAsync(this OrdersContext context, ScheduledWork work, DateTimeOffset due, string error, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlAsync(
            $"update scheduled_work set due_at = {due}, claim = null, claimed_until = null, last_error = {error} where id = {work.Id} and claim = {work.Claim}", cancellationToken);
}

sealed class WorkLostException(string message) : Exception(message);
