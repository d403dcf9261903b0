using System.Globalization;
using Shop.Bench;
using Shop.Bench.Drill;

// The yardstick is a process of its own, as each service is.
if (args is ["yardstick", var url, var database])
{
    await Yardstick.RunAsync(url, database);
    return 0;
}

// The dashboard needs neither the shop nor a load from outside.
if (args is ["ingest"] && Modes.Ingest is { } ingest)
{
    await ingest(CancellationToken.None);
    return 0;
}

// Its load is the bench's own.
if (args is ["drill", .. var rest] && DrillOptions.Read(rest) is { } drill)
{
    await FailureDrill.RunAsync(drill, CancellationToken.None);
    return 0;
}

if (!Load.IsInstalled)
{
    Console.Error.WriteLine("The load comes from wrk (apt-get install wrk, brew install wrk), which is not there.");
    return 1;
}
var options = BenchOptions.Read(args);
if (options is null)
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project bench/Shop.Bench -- [--products 100000] [--seconds 2] [--rounds 3] [--connections 32] [--warm-up 5] [--only <words>]
        dotnet run -c Release --project bench/Shop.Bench -- ingest
        dotnet run -c Release --project bench/Shop.Bench -- drill [--seconds 20] [--reads 50] [--only <words>]
        ingest measures how much telemetry the dashboard takes in, drill what becomes of requests when replicas fail. Without either: starts the shop, measures it against yardsticks of the same run, and ends with a table.
        """);
    return 2;
}
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Starting the shop with {options.Products} products ..."));
await using var stack = await Stack.StartAsync(options, stop.Token);
var table = new Table(options);
foreach (var page in (string[])["/", "/categories/mugs"])
    table.Add(await FirstLoad.MeasureAsync(stack.Storefront, page, stop.Token));
await Measurements.RunAsync(stack, options, table, stop.Token);
table.Write(stack);
if (options.Only is null || options.Only.Contains("checkout", StringComparison.OrdinalIgnoreCase))
    Table.Write(stack, await new Purchases(stack, options).RunAsync(stop.Token));
return 0;
