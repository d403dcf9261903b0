using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Shop.Bench.Drill;

/// <summary>A way to Catalog: who asks it, and how that one chooses a replica.</summary>
sealed record Way(string Name, HttpClient Http);

/// <summary>
/// The ways that are compared, all to the same replicas: what Aspire's template sets up for every client, which is round robin and the standard resilience
/// handler; the service defaults of this shop; and its gateway, which asks Catalog by the same code.
/// </summary>
sealed class Ways : IAsyncDisposable
{
    readonly IHost before, after;
    readonly Server web;

    Ways(IHost before, IHost after, Server web, string token)
    {
        (this.before, this.after, this.web) = (before, after, web);
        var service = new Uri("https+http://catalog");
        All =
        [
            new("before, straight", Client(before.Services.GetRequiredService<IHttpClientFactory>().CreateClient(), service, token)),
            new("after, straight", Client(after.Services.GetRequiredService<IHttpClientFactory>().CreateClient(), service, token)),
            new("after, through Web", Client(new(), web.Address, token)),
        ];
    }

    public IReadOnlyList<Way> All { get; }

    public static async Task<Ways> OpenAsync(DrilledShop shop, IReadOnlyList<Uri> replicas, CancellationToken cancellationToken)
    {
        var before = Builder(replicas);
        before.Services.AddServiceDiscovery();
        before.Services.ConfigureHttpClientDefaults(static client =>
        {
            client.AddStandardResilienceHandler();
            client.AddServiceDiscovery();
        });

        var after = Builder(replicas);
        // With the settings that Web has for Catalog.
        after.Configuration.AddJsonFile(Path.GetFullPath(Path.Combine(Stack.WebFolder, "appsettings.json")), optional: false);
        after.AddServiceDefaults();
        after.Services.AddHttpClient();
        after.Logging.ClearProviders();

        var ways = new Ways(before.Build(), after.Build(), await shop.StartWebAsync(replicas, cancellationToken), shop.Token);
        await ways.before.StartAsync(cancellationToken);
        // It probes the replicas.
        await ways.after.StartAsync(cancellationToken);
        return ways;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var way in All)
            way.Http.Dispose();
        foreach (var host in (IHost[])[before, after])
        {
            await host.StopAsync();
            host.Dispose();
        }
        web.Dispose();
    }

    static HostApplicationBuilder Builder(IReadOnlyList<Uri> replicas)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(replicas.Select(static (address, i) => KeyValuePair.Create(string.Create(CultureInfo.InvariantCulture, $"services:catalog:http:{i}"), (string?)address.ToString().TrimEnd('/'))));
        return builder;
    }

    static HttpClient Client(HttpClient client, Uri address, string token)
    {
        client.BaseAddress = address;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
