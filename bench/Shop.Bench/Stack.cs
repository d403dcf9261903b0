using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace Shop.Bench;

/// <summary>
/// The shop's AppHost with its servers and services, and beside it what is measured: Catalog as it is, Catalog without its cache, and the
/// yardstick, each in a process of its own, on the same database and at the same log level.
/// </summary>
sealed class Stack : IAsyncDisposable
{
    /// <summary>To start, and to put so many products into the catalog.</summary>
    static TimeSpan PatienceFor(int products) => TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(products / 500.0);

    readonly DistributedApplication application;
    Buyer? buyer;

    Stack(DistributedApplication application) => this.application = application;

    public Server Catalog { get; private set; } = null!;

    public Server Uncached { get; private set; } = null!;

    public Server Yardstick { get; private set; } = null!;

    /// <summary>The storefront, before Catalog as it is.</summary>
    public Server Web { get; private set; } = null!;

    /// <summary>The storefront that the AppHost has started, with its files as a browser is given them.</summary>
    public Uri Storefront => application.GetEndpoint("web");

    /// <summary>Of whoever buys.</summary>
    public string Token { get; private set; } = "";

    public string CatalogDatabase { get; private set; } = "";

    public string OrdersDatabase { get; private set; } = "";

    public string MessagingDatabase { get; private set; } = "";

    /// <summary>Of the largest process of a service, as this repository has built it: others may run on the machine too.</summary>
    public static Memory MemoryOf(string program) => Process.GetProcesses()
        .Where(process => CommandLine(process).Contains(Path.Combine(Root, program, "bin"), StringComparison.Ordinal))
        .Select(Memory.Of).OfType<Memory>().OrderByDescending(static memory => memory.Resident).FirstOrDefault();

    /// <summary>Of all processes of a service, or of the database, which others may use too.</summary>
    public static TimeSpan ProcessorTimeOf(string program) => Process.GetProcesses()
        .Where(process => program == Database ? process.ProcessName.StartsWith(program, StringComparison.Ordinal) : CommandLine(process).Contains(program + ".dll", StringComparison.Ordinal))
        .Aggregate(TimeSpan.Zero, static (sum, process) => sum + Spent(process));

    /// <summary>The name of its processes.</summary>
    public const string Database = "postgres";

    /// <summary>As it was built: what lists its files lies in its own folder.</summary>
    public static string WebProgram { get; } = Path.GetFullPath(Path.Combine(
        [WebFolder, "bin", .. AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^2..], "Shop.Web.dll"]));

    public static string WebFolder => Path.Combine(Projects.Shop_AppHost.ProjectPath, "..", "Shop.Web");

    static string Root { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", ".."));

    /// <summary>With what its children took that have ended: the database has a process for each connection.</summary>
    static TimeSpan Spent(Process process)
    {
        try
        {
            // After the name, which may hold anything: 12 fields on, in ticks of which Linux tells programs a hundred a second. See proc(5).
            var fields = File.ReadAllText($"/proc/{process.Id}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return TimeSpan.FromSeconds(fields[11..15].Sum(static ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / 100.0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended, or this is no Linux.
            return TimeSpan.Zero;
        }
    }

    static string CommandLine(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended, or this is no Linux.
            return "";
        }
    }

    public static async Task<Stack> StartAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Shop_AppHost>(cancellationToken);
        foreach (var project in builder.Resources.OfType<ProjectResource>().ToList())
            builder.CreateResourceBuilder(project)
                .WithEnvironment("Logging__LogLevel__Default", "Warning")
                .WithEnvironment("Catalog__Seed__Products", options.Products.ToString(CultureInfo.InvariantCulture));
        var stack = new Stack(await builder.BuildAsync(cancellationToken));
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(PatienceFor(options.Products));
            await stack.application.StartAsync(patience.Token);
            await stack.application.ResourceNotifications.WaitForResourceHealthyAsync("web", patience.Token);
            await stack.StartMeasuredAsync(options, patience.Token);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in (Server?[])[Web, Catalog, Uncached, Yardstick])
            server?.Dispose();
        if (buyer is not null)
            await buyer.DisposeAsync();
        await application.DisposeAsync();
    }

    /// <summary>Ends what has been measured: it is a replica of Catalog as any other, and would take its part of the messages.</summary>
    public void EndUncached() => Uncached.Dispose();

    /// <summary>Does something to a resource of the AppHost, all its replicas: one of <see cref="KnownResourceCommands"/>.</summary>
    public async Task CommandAsync(string resource, string command, CancellationToken cancellationToken)
    {
        var result = await application.ResourceCommands.ExecuteCommandAsync(resource, command, cancellationToken);
        if (!result.Success)
            throw new InvalidOperationException($"{command} of {resource}: {result.Message}");
    }

    public Task HealthyAsync(string resource, CancellationToken cancellationToken) => application.ResourceNotifications.WaitForResourceHealthyAsync(resource, cancellationToken);

    async Task StartMeasuredAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        buyer = await Buyer.StartAsync(cancellationToken);
        Token = buyer.Token(application.GetEndpoint("web"));
        var environment = new Dictionary<string, string>
        {
            ["Logging__LogLevel__Default"] = "Warning",
            ["Catalog__Seed__Products"] = options.Products.ToString(CultureInfo.InvariantCulture),
            ["Identity__Issuer"] = application.GetEndpoint("web").ToString(),
            ["services__users__http__0"] = buyer.Address,
            // All load comes from one address.
            ["Cart__StrangerChanges"] = "2000000000",
        };
        foreach (var name in (string[])["catalogdb", "messagingdb", "cache"])
            environment[$"ConnectionStrings__{name}"] = await application.GetConnectionStringAsync(name, cancellationToken) ?? throw new InvalidOperationException($"There is no {name}.");
        (CatalogDatabase, MessagingDatabase) = (environment["ConnectionStrings__catalogdb"], environment["ConnectionStrings__messagingdb"]);
        OrdersDatabase = await application.GetConnectionStringAsync("ordersdb", cancellationToken) ?? throw new InvalidOperationException("There is no ordersdb.");
        Catalog = await Server.StartAsync("Catalog", ["Shop.Catalog.dll"], environment, cancellationToken);
        Uncached = await Server.StartAsync("Catalog, no cache", ["Shop.Catalog.dll"], new(environment) { ["Catalog__Caching__Enabled"] = "false" }, cancellationToken);
        Yardstick = await Server.StartAsync("yardstick", ["Shop.Bench.dll", "yardstick"], environment, cancellationToken);
        Web = await Server.StartAsync(
            "Web", [WebProgram],
            new(environment)
            {
                ["services__catalog__http__0"] = Catalog.Address.ToString().TrimEnd('/'),
                ["services__orders__http__0"] = application.GetEndpoint("orders").ToString().TrimEnd('/'),
                ["Identity__Clients__shop-web__Secret"] = "none, since nobody signs in",
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
            },
            cancellationToken);
    }
}

/// <summary>A process that is measured.</summary>
sealed class Server : IDisposable
{
    readonly Process process;
    bool isEnded;

    Server(string name, Process process, Uri address) => (Name, this.process, Address) = (name, process, address);

    public string Name { get; }

    public Uri Address { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public Memory Memory => Memory.Of(process) ?? default;

    /// <param name="name">As it stands in a table.</param>
    /// <param name="program">The assembly and its arguments.</param>
    /// <param name="environment">What it is told.</param>
    /// <param name="cancellationToken">Ends the wait for its health.</param>
    /// <param name="hear">What it prints; null where nobody listens.</param>
    public static async Task<Server> StartAsync(string name, string[] program, Dictionary<string, string> environment, CancellationToken cancellationToken, Action<string>? hear = null)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        // A rooted path stays as it is.
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, program[0]), .. program[1..]];
        if (program.Length > 1)
            arguments = [.. arguments, address.ToString(), environment["ConnectionStrings__catalogdb"]];
        var info = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, WorkingDirectory = Path.GetDirectoryName(arguments[0]) };
        foreach (var (key, value) in environment)
            info.Environment[key] = value;
        info.Environment["ASPNETCORE_URLS"] = address.ToString();
        info.Environment.TryAdd("ASPNETCORE_ENVIRONMENT", "Production");
        var server = new Server(name, Process.Start(info)!, address);
        server.process.OutputDataReceived += (_, line) => hear?.Invoke(line.Data ?? "");
        server.process.BeginOutputReadLine();
        try
        {
            await server.HealthyAsync(cancellationToken);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (isEnded)
            return;
        isEnded = true;
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    async Task HealthyAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (process.HasExited)
                throw new InvalidOperationException($"{Name} ended with exit code {process.ExitCode}.");
            try
            {
                using var answer = await client.GetAsync(new Uri(Address, "/health"), cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
