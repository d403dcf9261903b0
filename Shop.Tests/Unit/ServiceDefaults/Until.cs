using System.Diagnostics;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults;

static class Until
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Asks again and again until the answer satisfies; fails with the last answer after half a minute.</summary>
    public static async Task<T> IsAsync<T>(Func<Task<T>> ask, Func<T, bool> satisfies)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var clock = Stopwatch.StartNew();
        T answer;
        while (!satisfies(answer = await ask()))
        {
            Assert.True(clock.Elapsed < s_patience, $"Still: {answer}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
        return answer;
    }

    public static Task<T> IsAsync<T>(Func<T> ask, Func<T, bool> satisfies) => IsAsync(() => Task.FromResult(ask()), satisfies);
}
