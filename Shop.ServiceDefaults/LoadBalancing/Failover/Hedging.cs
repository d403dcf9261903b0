namespace Shop.ServiceDefaults.LoadBalancing.Failover;

/// <summary>
/// A read that is slow is sent to a second endpoint too, and whichever answers first wins; the other one is called off. It costs a few more requests
/// and takes away the worst of the waiting. Source: J. Dean, L. A. Barroso, "The Tail at Scale", CACM 56(2), 2013.
/// </summary>
internal static class Hedging
{
    internal static bool Fits(HttpRequestMessage request) => Repetition.IsSafe(request.Method) && request.Content is null;

    /// <param name="first">Runs already.</param>
    /// <param name="after">How long it is waited for alone.</param>
    /// <param name="startSecond">Null where there is no other endpoint, or no budget for it.</param>
    /// <param name="cancellationToken">The caller's.</param>
    internal static async Task<AttemptResult> RunAsync(Attempt first, TimeSpan after, Func<Attempt?> startSecond, CancellationToken cancellationToken)
    {
        using (var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            var won = await Task.WhenAny(first.Completion, Task.Delay(after, wait.Token)) == first.Completion;
            await wait.CancelAsync();
            if (won || cancellationToken.IsCancellationRequested || startSecond() is not { } second)
                return await first.Completion;
            var winner = await Task.WhenAny(first.Completion, second.Completion) == first.Completion ? first : second;
            var other = winner == first ? second : first;
            var result = await winner.Completion;
            if (!result.Outcome.IsFailure())
            {
                other.Abandon();
                return result;
            }
            // A failure wins nothing while the other one may still answer.
            result.Discard();
            return await other.Completion;
        }
    }

    internal static HttpRequestMessage Copy(HttpRequestMessage request)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Version = request.Version, VersionPolicy = request.VersionPolicy };
        foreach (var (name, values) in request.Headers.NonValidated)
            copy.Headers.TryAddWithoutValidation(name, values);
        foreach (var (name, value) in request.Options)
            ((IDictionary<string, object?>)copy.Options)[name] = value;
        return copy;
    }
}
