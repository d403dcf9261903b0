using System.Diagnostics;
using Shop.Orders.Data;
using Shop.ServiceDefaults.Data;

namespace Shop.Orders.Work;

/// <summary>What does one kind of work. It finishes it itself, in the transaction of the effect; what it throws postpones it.</summary>
interface IWorkStep
{
    WorkKind Kind { get; }

    Task RunAsync(ScheduledWork work, CancellationToken cancellationToken);
}

/// <summary>
/// Does what is due. Every replica has one, and takes what no other holds, some at a time. Where it dies the rest is taken by another after the
/// lease; each step can be done again from its beginning.
/// </summary>
sealed class WorkWorker(IServiceScopeFactory scopes, WorkSignal signal, OrdersOptions options, IServiceProvider services, TimeProvider time, ILogger<WorkWorker> logger) : BackgroundService
{
    const int MostAtOnce = 16, LongestError = 500;

    static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(5)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await services.DatabaseReadyAsync(stoppingToken);
        var running = new List<Task>();
        while (!stoppingToken.IsCancellationRequested)
            try
            {
                var due = await ClaimAsync(stoppingToken);
                running.AddRange(due.Select(work => RunAsync(work, stoppingToken)));
                if (due.Count < MostAtOnce)
                    await signal.WaitAsync(options.PollInterval, stoppingToken);
                // What is slow does not hold up the next, as long as it is not all of them.
                running.RemoveAll(static work => work.IsCompleted);
                while (running.Count > MostAtOnce)
                    running.Remove(await Task.WhenAny(running));
            }
            catch (Exception exception) when (DatabaseAway.Explains(exception) && !stoppingToken.IsCancellationRequested)
            {
                // Nothing is lost: it is done the next time.
                logger.LogDebug(exception, "Scheduled work could not be looked through.");
                await signal.WaitAsync(options.PollInterval, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Does what is due now, to its end.</summary>
    /// <returns>How much was taken.</returns>
    public async Task<int> RunDueAsync(CancellationToken cancellationToken)
    {
        var due = await ClaimAsync(cancellationToken);
        await Task.WhenAll(due.Select(work => RunAsync(work, cancellationToken)));
        return due.Count;
    }

    async Task<List<ScheduledWork>> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OrdersContext>().ClaimAsync(time.GetUtcNow(), options.WorkLease, MostAtOnce, cancellationToken);
    }

    async Task RunAsync(ScheduledWork work, CancellationToken cancellationToken)
    {
        using var activity = WorkTelemetry.Start(work);
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetServices<IWorkStep>().Single(step => step.Kind == work.Kind).RunAsync(work, cancellationToken);
        }
        catch (WorkLostException lost)
        {
            logger.LogInformation("{Reason}", lost.Message);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            var pause = Pauses[Math.Min(work.Attempts, Pauses.Length) - 1];
            logger.LogWarning("{Kind} of order {OrderId} failed at attempt {Attempt} and is tried again in {Pause}: {Reason}", work.Kind, work.OrderId, work.Attempts, pause, exception.Message);
            await using var again = scopes.CreateAsyncScope();
            await again.ServiceProvider.GetRequiredService<OrdersContext>().PostponeAsync(
                work, time.GetUtcNow() + pause, exception.Message.Length > LongestError ? exception.Message[..LongestError] : exception.Message, cancellationToken);
        }
    }
}
