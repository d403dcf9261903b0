using System.Diagnostics;
using System.Globalization;

namespace Shop.Bench.Drill;

/// <summary>
/// What befalls replicas, under load: on each way to Catalog reads at a steady rate and people who buy, while it is quiet, from the fault on, and until
/// all is well again. All ways at the same time, so that whatever else the machine does falls on all of them.
/// </summary>
static class FailureDrill
{
    /// <summary>Of warming up, which has some: so that neither a new process nor new connections are held against the quiet.</summary>
    static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    const int FewestRounds = 4, MostRounds = 16;

    /// <summary>Enough for what still runs when all is well again.</summary>
    static readonly TimeSpan Calm = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(DrillOptions options, CancellationToken cancellationToken)
    {
        Console.WriteLine("Starting the shop with three replicas of Catalog ...");
        await using var shop = await DrilledShop.StartAsync(cancellationToken);
        var table = new DrillTable(options);
        foreach (var fault in Fault.All.Where(fault => options.Names(fault.Name)))
            await RunAsync(shop, fault, options, table, cancellationToken);
        table.Write();
    }

    static async Task RunAsync(DrilledShop shop, Fault fault, DrillOptions options, DrillTable table, CancellationToken cancellationToken)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fault.Name}: warming up"));
        await using var proxy = await FaultyProxy.StartAsync(shop.Replicas[^1].Address, cancellationToken);
        Uri[] addresses = [.. shop.Replicas.Select(static replica => replica.Address)];
        if (fault.IsOfAnswers)
            addresses[^1] = proxy.Address;
        await using var ways = await Ways.OpenAsync(shop, addresses, cancellationToken);
        await WarmUpAsync(shop, ways, options, cancellationToken);

        var since = DateTime.UtcNow;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<(Way Way, ReadLoad Reads, BuyingLoad Buying)> loads = [.. ways.All.Select(way => (way, new ReadLoad(way, shop.Paths, options.Reads), new BuyingLoad(way, shop.Baskets)))];
        var running = loads.SelectMany(load => new[] { load.Reads.RunAsync(end.Token), load.Buying.RunAsync(end.Token) }).ToList();
        TimeSpan struck, over;
        try
        {
            (struck, over) = await BefallAsync(shop, fault, proxy, options, cancellationToken);
        }
        finally
        {
            await end.CancelAsync();
        }
        await Task.WhenAll(running);
        foreach (var (way, reads, buying) in loads)
            table.Add(fault, way, reads.Result(struck, over), await shop.AccountAsync(buying, since, cancellationToken));
    }

    /// <summary>The same load until it is answered no faster: a service compiles what is used often while it works.</summary>
    static async Task WarmUpAsync(DrilledShop shop, Ways ways, DrillOptions options, CancellationToken cancellationToken)
    {
        var best = double.PositiveInfinity;
        for (var round = 1; round <= MostRounds; round++)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            end.CancelAfter(Round);
            var reads = ways.All.Select(way => new ReadLoad(way, shop.Paths, options.Reads)).ToList();
            await Task.WhenAll([.. reads.Select(load => load.RunAsync(end.Token)), .. ways.All.Select(way => new BuyingLoad(way, shop.Baskets).RunAsync(end.Token))]);
            cancellationToken.ThrowIfCancellationRequested();
            var slowest = reads.Max(static load => load.P99());
            if (round >= FewestRounds && slowest > best * 0.8)
                break;
            best = Math.Min(best, slowest);
        }
    }

    /// <summary>Tells when the fault began and when it was over, since the beginning.</summary>
    static async Task<(TimeSpan Struck, TimeSpan Over)> BefallAsync(DrilledShop shop, Fault fault, FaultyProxy proxy, DrillOptions options, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fault.Name}: quiet"));
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds), cancellationToken);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fault.Name}: now"));
        var struck = clock.Elapsed;
        await fault.StrikeAsync(shop, proxy, cancellationToken);
        if (TimeSpan.FromSeconds(options.Seconds) - (clock.Elapsed - struck) is { Ticks: > 0 } left)
            await Task.Delay(left, cancellationToken);
        var over = clock.Elapsed;

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fault.Name}: over"));
        await fault.MendAsync(shop, proxy, cancellationToken);
        await Task.Delay(Calm, cancellationToken);
        return (struck, over);
    }
}
