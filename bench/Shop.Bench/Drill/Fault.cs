namespace Shop.Bench.Drill;

/// <summary>Something that befalls replicas of Catalog, and how it is mended.</summary>
/// <param name="Name">As it stands in the table.</param>
/// <param name="StrikeAsync">Done when it has happened; one that takes its time is over by then.</param>
/// <param name="MendAsync">Done when all replicas are well again.</param>
sealed record Fault(string Name, Func<DrilledShop, FaultyProxy, CancellationToken, Task> StrikeAsync, Func<DrilledShop, FaultyProxy, CancellationToken, Task> MendAsync)
{
    /// <summary>Whether it is the proxy before the last replica that makes it.</summary>
    public bool IsOfAnswers { get; private init; }

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("kill -9", static (shop, _, _) => shop.Replicas[0].KillAsync(), static (shop, _, cancellation) => shop.StartAsync(shop.Replicas[0], cancellation)),
        new("hangs (SIGSTOP)", static (shop, _, cancellation) => shop.Replicas[0].SignalAsync("STOP", cancellation), static (shop, _, cancellation) => shop.Replicas[0].SignalAsync("CONT", cancellation)),
        OfAnswers("500 for half", Behaviour.FailsHalf),
        OfAnswers("100 times slower", Behaviour.Slow),
        new("rolling restart", static async (shop, _, cancellation) =>
        {
            foreach (var replica in shop.Replicas)
                await shop.RestartAsync(replica, cancellation);
        }, static (_, _, _) => Task.CompletedTask),
    ];

    static Fault OfAnswers(string name, Behaviour behaviour) => new(name, (_, proxy, _) => proxy.BehaveAsync(behaviour), static (_, proxy, _) => proxy.BehaveAsync(Behaviour.Faithful)) { IsOfAnswers = true };
}
