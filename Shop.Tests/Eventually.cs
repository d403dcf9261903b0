using Xunit;

namespace Shop.Tests;

/// <summary>Waits for a condition that nothing announces.</summary>
static class Eventually
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    public static Task TrueAsync(Func<bool> condition, CancellationToken cancellationToken) =>
        TrueAsync(() => Task.FromResult(condition()), cancellationToken);

    /// <param name="describe">What there is instead, for the message.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, CancellationToken cancellationToken, Func<string>? describe = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(s_patience);
        using var timer = new PeriodicTimer(s_pause);
        try
        {
            while (!await condition())
                await timer.WaitForNextTickAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Assert.Fail($"What was waited for did not come within {s_patience.TotalSeconds:0} s. {describe?.Invoke()}");
        }
    }
}
