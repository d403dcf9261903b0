using System.Collections.Concurrent;

namespace Shop.Bench.Drill;

/// <summary>What purchases came to.</summary>
/// <param name="Accepted">Checkouts that were.</param>
/// <param name="Errors">Answers that told of no order, after which the button was pressed again.</param>
/// <param name="Doubled">Checkouts of which Orders has more than one order.</param>
/// <param name="Lost">Accepted checkouts of which Orders has none.</param>
sealed record Account(int Accepted, int Errors, int Doubled, int Lost);

/// <summary>People who buy, one after the other. Who gets no answer presses again, with the same key, until there is one.</summary>
sealed class BuyingLoad(Way way, string[] baskets)
{
    static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);

    readonly ConcurrentQueue<string> accepted = [], begun = [];
    int errors;

    /// <summary>The keys, which stand in the addresses too.</summary>
    public IReadOnlyCollection<string> Accepted => accepted;

    public IReadOnlyCollection<string> Begun => begun;

    public int Errors => Volatile.Read(ref errors);

    /// <summary>Until it is cancelled; what has been begun by then is still waited for.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        var pending = new List<Task>();
        while (!end.IsCancellationRequested)
        {
            pending.Add(BuyAsync(end));
            await Task.Delay(Between, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(pending);
    }

    async Task BuyAsync(CancellationToken end)
    {
        var key = Guid.NewGuid().ToString();
        var body = baskets[Random.Shared.Next(baskets.Length)].Replace("\"postalCode\"", $"\"line2\":\"{key}\",\"postalCode\"", StringComparison.Ordinal);
        begun.Enqueue(key);
        while (!await IsAcceptedAsync(key, body))
        {
            Interlocked.Increment(ref errors);
            if (end.IsCancellationRequested)
                return;
            await Task.Delay(Between, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        accepted.Enqueue(key);
    }

    async Task<bool> IsAcceptedAsync(string key, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/catalog/checkout") { Content = Baskets.Json(body), Headers = { { "Idempotency-Key", key } } };
        try
        {
            using var answer = await way.Http.SendAsync(request, CancellationToken.None);
            var text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
            // What is refused for what it says would be refused for ever.
            if ((int)answer.StatusCode is >= 400 and < 500)
                throw new InvalidOperationException($"{way.Name}: a checkout was answered {(int)answer.StatusCode}: {text}");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is not InvalidOperationException)
        {
            return false;
        }
    }
}
