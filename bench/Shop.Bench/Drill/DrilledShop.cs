using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Npgsql;

namespace Shop.Bench.Drill;

/// <summary>The shop's AppHost with three replicas of Catalog, which take the tokens of a buyer of the bench.</summary>
sealed class DrilledShop : IAsyncDisposable
{
    const string Catalog = "catalog";
    const int Count = 3, Starting = 10;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    readonly DistributedApplication application;
    readonly Buyer buyer;
    readonly CancellationTokenSource end = new();
    readonly ConcurrentDictionary<string, Replica> replicas = [];
    Task watching = Task.CompletedTask;
    string ordersDatabase = "";

    DrilledShop(DistributedApplication application, Buyer buyer) => (this.application, this.buyer) = (application, buyer);

    public IReadOnlyList<Replica> Replicas { get; private set; } = [];

    /// <summary>What is read.</summary>
    public string[] Paths { get; private set; } = [];

    /// <summary>What is bought.</summary>
    public string[] Baskets { get; private set; } = [];

    public string Token => buyer.Token(application.GetEndpoint("web"));

    public static async Task<DrilledShop> StartAsync(CancellationToken cancellationToken)
    {
        var buyer = await Buyer.StartAsync(cancellationToken);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Shop_AppHost>(cancellationToken);
        foreach (var project in builder.Resources.OfType<ProjectResource>().ToList())
        {
            var service = builder.CreateResourceBuilder(project).WithEnvironment("Logging__LogLevel__Default", "Warning").WithEnvironment("Catalog__Seed__Products", "1000");
            if (project.Name == Catalog)
                service.WithReplicas(Count).WithEnvironment("services__users__http__0", buyer.Address);
        }
        var shop = new DrilledShop(await builder.BuildAsync(cancellationToken), buyer);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            shop.watching = shop.WatchAsync(shop.end.Token);
            await shop.application.StartAsync(patience.Token);
            await shop.application.ResourceNotifications.WaitForResourceHealthyAsync("web", patience.Token);
            await shop.application.ResourceNotifications.WaitForResourceHealthyAsync(Catalog, patience.Token);
            shop.Replicas = [.. shop.replicas.Values.OrderBy(static replica => replica.Address.Port)];
            await shop.PrepareAsync(patience.Token);
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    /// <summary>One that has ended.</summary>
    public async Task StartAsync(Replica replica, CancellationToken cancellationToken)
    {
        await application.ResourceNotifications.WaitForResourceAsync(Catalog, e => e.ResourceId == replica.Id && replica.HasEnded, cancellationToken);
        await CommandAsync(replica, KnownResourceCommands.StartCommand, cancellationToken);
    }

    /// <summary>SIGTERM, and again from the beginning.</summary>
    public Task RestartAsync(Replica replica, CancellationToken cancellationToken) => CommandAsync(replica, KnownResourceCommands.RestartCommand, cancellationToken);

    /// <summary>Another Web, which knows Catalog at these addresses.</summary>
    public async Task<Server> StartWebAsync(IReadOnlyList<Uri> catalog, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string>
        {
            ["Logging__LogLevel__Default"] = "Error",
            // A line for each request that failed would bury why.
            ["Logging__LogLevel__Yarp"] = "Error",
            ["Logging__LogLevel__Microsoft.AspNetCore"] = "Error",
            ["ConnectionStrings__cache"] = await application.GetConnectionStringAsync("cache", cancellationToken) ?? throw new InvalidOperationException("There is no cache."),
            ["Identity__Issuer"] = application.GetEndpoint("web").ToString(),
            ["Identity__Clients__shop-web__Secret"] = "none, since nobody signs in",
            ["services__users__http__0"] = buyer.Address,
            ["services__orders__http__0"] = application.GetEndpoint("orders").ToString().TrimEnd('/'),
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
        };
        for (var i = 0; i < catalog.Count; i++)
            environment[$"services__catalog__http__{i}"] = catalog[i].ToString().TrimEnd('/');
        // At this level it says only what went wrong.
        return await Server.StartAsync("Web", [Stack.WebProgram], environment, cancellationToken, Console.WriteLine);
    }

    /// <summary>Waits until Orders has all that was accepted, or is not to be expected to get it any more, and compares.</summary>
    public async Task<Account> AccountAsync(BuyingLoad buying, DateTime since, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        await using var orders = new NpgsqlConnection(ordersDatabase);
        await orders.OpenAsync(cancellationToken);
        while (true)
        {
            // The address tells whose checkout it was, whatever the key has come to.
            await using var command = new NpgsqlCommand("select shipping_address->>'line2', count(*) from orders where placed_at >= $1 group by 1", orders) { Parameters = { new() { Value = since.AddSeconds(-1) } } };
            var counted = new Dictionary<string, long>();
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
                while (await reader.ReadAsync(cancellationToken))
                    counted[await reader.IsDBNullAsync(0, cancellationToken) ? "" : reader.GetString(0)] = reader.GetInt64(1);
            var lost = buying.Accepted.Count(key => !counted.ContainsKey(key));
            if (lost == 0 || patience.IsCancellationRequested)
                return new(buying.Accepted.Count, buying.Errors, buying.Begun.Count(key => counted.GetValueOrDefault(key) > 1), lost);
            await Task.Delay(200, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await application.DisposeAsync();
        await buyer.DisposeAsync();
        end.Dispose();
    }

    async Task WatchAsync(CancellationToken cancellationToken)
    {
        await foreach (var change in application.ResourceNotifications.WatchAsync(cancellationToken))
            if (change.Resource.Name == Catalog && change.Snapshot.Urls.Any(static url => url.Name == "http"))
                replicas.GetOrAdd(change.ResourceId, static (_, started) => new(started), change).Changed(change.Snapshot);
    }

    async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var catalogDatabase = await application.GetConnectionStringAsync("catalogdb", cancellationToken) ?? throw new InvalidOperationException("There is no catalogdb.");
        ordersDatabase = await application.GetConnectionStringAsync("ordersdb", cancellationToken) ?? throw new InvalidOperationException("There is no ordersdb.");
        using var http = new HttpClient { BaseAddress = Replicas[0].Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        Baskets = await Bench.Baskets.FillAsync(http, catalogDatabase, cancellationToken);
        var page = JsonDocument.Parse(await http.GetStringAsync("/api/catalog/products?limit=100", cancellationToken)).RootElement;
        Paths = ["/api/catalog/products", .. page.GetProperty("items").EnumerateArray().Select(static item => "/api/catalog/products/" + item.GetProperty("slug").GetString())];
    }

    async Task CommandAsync(Replica replica, string command, CancellationToken cancellationToken)
    {
        var result = await application.ResourceCommands.ExecuteCommandAsync(replica.Id, command, cancellationToken);
        if (!result.Success)
            throw new InvalidOperationException($"{command} of {replica.Id} failed.");
        // Where replicas have processors of their own, one that starts takes none from those that answer.
        await replica.ReniceAsync(Starting, cancellationToken);
        await replica.WaitUntilHealthyAsync(cancellationToken);
        await replica.ReniceAsync(0, cancellationToken);
    }
}
