using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Npgsql;

namespace Shop.Bench;

/// <summary>What purchases came to: how many a second, and how long one took.</summary>
sealed record PurchaseResult(string Name, double PerSecond, double P50, double P99);

/// <param name="Results">In the order in which they were measured.</param>
/// <param name="Spent">What an order took of the processors under full load, from its checkout until nothing was left to be done, by program.</param>
sealed record PurchaseReport(IReadOnlyList<PurchaseResult> Results, IReadOnlyList<(string Program, TimeSpan PerOrder)> Spent);

/// <summary>
/// Checkouts as buyers send them, and how soon Orders has them paid, beside the least that a database can be asked to do for one: the transaction of
/// pgbench's simple update, over the same protocol, on the same server, in the same run.
/// </summary>
sealed class Purchases(Stack stack, BenchOptions options)
{
    const int Clients = 8, WarmUpParts = 10;

    /// <summary>Of what was measured, so that nothing queues but what has to.</summary>
    const double Moderate = 0.5;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    static readonly string[] Programs = ["Shop.Catalog", "Shop.Orders", "Shop.Users", Stack.Database];

    public async Task<PurchaseReport> RunAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = stack.Catalog.Address, Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", stack.Token);
        var bodies = await Baskets.FillAsync(http, stack.CatalogDatabase, cancellationToken);

        stack.EndUncached();
        Console.WriteLine("Warming up: checkouts");
        // In parts: under full load what has been called often enough waits for a processor to be compiled on, and each pause brings all processes a stage further.
        for (var part = 0; part < WarmUpParts; part++)
        {
            await UntilPaidAsync(await CheckOutAsync(http, bodies, Math.Max(1, options.WarmUp / WarmUpParts), null, cancellationToken), cancellationToken);
            await UntilQuietAsync(cancellationToken);
        }
        var results = new List<PurchaseResult>();
        Console.WriteLine("Bare transactions");
        results.Add(await SimpleUpdateAsync(cancellationToken));
        Console.WriteLine("Checkouts, as many as go");
        var before = Array.ConvertAll(Programs, Stack.ProcessorTimeOf);
        var placed = await CheckOutAsync(http, bodies, options.Seconds * 2, null, cancellationToken);
        results.Add(Result("checkout accepted", placed.Accepted.Select(static order => order.Milliseconds), placed.Seconds));
        var paid = await UntilPaidAsync(placed, cancellationToken);
        results.Add(Result("checkout to Paid, full load", paid.Milliseconds, paid.Seconds));
        await UntilQuietAsync(cancellationToken);
        (string, TimeSpan)[] spent = [.. Programs.Zip(before, (program, until) => (program, (Stack.ProcessorTimeOf(program) - until) / placed.Accepted.Count))];
        var rate = paid.Milliseconds.Count / paid.Seconds * Moderate;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Checkouts at {rate:0} a second"));
        paid = await UntilPaidAsync(await CheckOutAsync(http, bodies, options.Seconds * 2, rate, cancellationToken), cancellationToken);
        results.Add(Result("checkout to Paid, half of it", paid.Milliseconds, paid.Seconds));
        await UntilQuietAsync(cancellationToken);
        results.Add(await SimpleUpdateAsync(cancellationToken) with { Name = "bare transaction, once more" });
        results.Add(await AloneAsync(http, bodies, cancellationToken));
        return new(results, spent);
    }

    /// <summary>What Catalog accepts while those are away who would go on with it, on the same processors here. They make it good afterwards.</summary>
    async Task<PurchaseResult> AloneAsync(HttpClient http, string[] bodies, CancellationToken cancellationToken)
    {
        Console.WriteLine("Checkouts, with Catalog alone");
        string[] others = ["orders", "users"];
        foreach (var other in others)
            await stack.CommandAsync(other, KnownResourceCommands.StopCommand, cancellationToken);
        var placed = await CheckOutAsync(http, bodies, options.Seconds, null, cancellationToken);
        foreach (var other in others)
            await stack.CommandAsync(other, KnownResourceCommands.StartCommand, cancellationToken);
        foreach (var other in others)
            await stack.HealthyAsync(other, cancellationToken);
        await UntilPaidAsync(placed, cancellationToken);
        await UntilQuietAsync(cancellationToken);
        return Result("checkout accepted, alone", placed.Accepted.Select(static order => order.Milliseconds), placed.Seconds);
    }

    sealed record Placed(DateTimeOffset Since, double Seconds, List<(Guid Id, double Milliseconds)> Accepted);

    /// <param name="http">Where checkouts are sent.</param>
    /// <param name="bodies">Sent in turn.</param>
    /// <param name="seconds">For so long.</param>
    /// <param name="perSecond">So often; null for one after the other, by all clients.</param>
    /// <param name="cancellationToken">Ends it.</param>
    static async Task<Placed> CheckOutAsync(HttpClient http, string[] bodies, int seconds, double? perSecond, CancellationToken cancellationToken)
    {
        var (since, clock, turn) = (DateTimeOffset.UtcNow, Stopwatch.StartNew(), -1);
        var accepted = new List<(Guid, double)>();
        await Task.WhenAll(Enumerable.Range(0, perSecond is null ? Clients : Clients * 4).Select(async _ =>
        {
            while (clock.Elapsed.TotalSeconds < seconds)
            {
                var number = Interlocked.Increment(ref turn);
                // Each has its moment, whatever became of those before.
                if (perSecond is { } rate && TimeSpan.FromSeconds(number / rate) - clock.Elapsed is { Ticks: > 0 } early)
                    await Task.Delay(early, cancellationToken);
                var begin = clock.Elapsed;
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/catalog/checkout") { Content = Baskets.Json(bodies[number % bodies.Length]) };
                request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
                using var answer = await http.SendAsync(request, cancellationToken);
                var text = await answer.Content.ReadAsStringAsync(cancellationToken);
                if (!answer.IsSuccessStatusCode)
                    throw new InvalidOperationException($"A checkout was answered {(int)answer.StatusCode}: {text}");
                var order = (JsonDocument.Parse(text).RootElement.GetProperty("orderId").GetGuid(), (clock.Elapsed - begin).TotalMilliseconds);
                lock (accepted)
                    accepted.Add(order);
            }
        }));
        return new(since, clock.Elapsed.TotalSeconds, accepted);
    }

    /// <summary>Waits until Orders has all of them paid, and tells how long each took from its acceptance by Catalog to that, and how long all took together.</summary>
    async Task<(List<double> Milliseconds, double Seconds)> UntilPaidAsync(Placed placed, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await using var orders = new NpgsqlConnection(stack.OrdersDatabase);
        await orders.OpenAsync(cancellationToken);
        // Asked often, so as little as possible.
        await using (var count = new NpgsqlCommand("select count(*) from orders where placed_at >= $1 and state > 0", orders) { Parameters = { new() { Value = placed.Since.UtcDateTime } } })
            for (long paid; (paid = (long)(await count.ExecuteScalarAsync(cancellationToken))!) < placed.Accepted.Count; await Task.Delay(500, cancellationToken))
                if (clock.Elapsed > Patience)
                    throw new InvalidOperationException($"Of {placed.Accepted.Count} orders {paid} were paid within {Patience}.");
        await using var command = new NpgsqlCommand(
            """
            select extract(epoch from paid.at - o.placed_at)::float8 * 1000, extract(epoch from paid.at - $1)::float8
            from orders o join order_events paid on paid.order_id = o.id and paid."to" = 1 where o.placed_at >= $1
            """, orders)
        { Parameters = { new() { Value = placed.Since.UtcDateTime } } };
        var rows = new List<(double Took, double At)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add((reader.GetDouble(0), reader.GetDouble(1)));
        return (rows.ConvertAll(static row => row.Took), rows.Max(static row => row.At));
    }

    /// <summary>Waits until what follows from payments is done too: pieces confirmed, mails written. Else it would run beside what is measured next.</summary>
    async Task UntilQuietAsync(CancellationToken cancellationToken)
    {
        await using var messages = NpgsqlDataSource.Create(stack.MessagingDatabase);
        await using var waiting = messages.CreateCommand("select count(*) from messages");
        var clock = Stopwatch.StartNew();
        for (var looks = 0; looks < 5; await Task.Delay(200, cancellationToken))
        {
            looks = await waiting.ExecuteScalarAsync(cancellationToken) is 0L ? looks + 1 : 0;
            if (clock.Elapsed > Patience)
                throw new InvalidOperationException($"There are messages still after {Patience}.");
        }
    }

    /// <summary>As <c>pgbench --builtin=simple-update</c>: begin, update, select, insert, commit, each a round trip.</summary>
    async Task<PurchaseResult> SimpleUpdateAsync(CancellationToken cancellationToken)
    {
        const int Accounts = 100_000;
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(stack.MessagingDatabase) { MaxAutoPrepare = 20 });
        await using (var create = source.CreateCommand(
            $"""
             drop table if exists bench_accounts, bench_history;
             create table bench_accounts (id int primary key, balance int not null) with (fillfactor = 90);
             create table bench_history (account int, delta int, at timestamptz);
             insert into bench_accounts select id, 0 from generate_series(1, {Accounts}) id
             """))
            await create.ExecuteNonQueryAsync(cancellationToken);
        var (clock, times) = (Stopwatch.StartNew(), new List<double>());
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            while (clock.Elapsed.TotalSeconds < options.Seconds)
            {
                var (begin, account) = (clock.Elapsed, Random.Shared.Next(1, Accounts + 1));
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                foreach (var sql in (string[])["update bench_accounts set balance = balance + 1 where id = $1", "select balance from bench_accounts where id = $1", "insert into bench_history values ($1, 1, now())"])
                {
                    await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new NpgsqlParameter<int> { TypedValue = account } } };
                    await command.ExecuteScalarAsync(cancellationToken);
                }
                await transaction.CommitAsync(cancellationToken);
                lock (times)
                    times.Add((clock.Elapsed - begin).TotalMilliseconds);
            }
        }));
        var result = Result("bare transaction", times, clock.Elapsed.TotalSeconds);
        await using var drop = source.CreateCommand("drop table bench_accounts, bench_history");
        await drop.ExecuteNonQueryAsync(cancellationToken);
        return result;
    }

    static PurchaseResult Result(string name, IEnumerable<double> milliseconds, double seconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return new(name, sorted.Length / seconds, sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)]);
    }
}
