using System.Net.Http.Headers;
using Shop.Tests.Servers;
using Shop.Tests.Unit.Integrations;
using Shop.Tests.Unit.ServiceDefaults.Auth;
using Xunit;

namespace Shop.Tests.Unit.Catalog;

/// <summary>Two replicas of the real service on a database and a Redis of their own, which take the tokens of a provider that signs what a test asks for.</summary>
public sealed class CatalogServices(PostgresServer server) : CatalogDatabase(server), IAsyncLifetime
{
    private readonly List<ServiceProcess> _replicas = [];
    private readonly List<HttpClient> _clients = [];

    internal RedisProcess Redis { get; } = new();

    internal TokenProvider Tokens { get; } = new();

    internal HttpClient A => _replicas[0].Client;

    internal HttpClient B => _replicas[1].Client;

    internal Task<string?> HealthAsync() => _replicas[0].HealthAsync();

    protected override int Products => 300;

    /// <summary>The first replica, as a person of these roles.</summary>
    internal HttpClient As(params string[] roles)
    {
        var client = new HttpClient { BaseAddress = A.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Tokens.PersonToken(roles));
        _clients.Add(client);
        return client;
    }

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Redis.Start();
        await Tokens.StartAsync();
        for (var replica = 0; replica < 2; replica++)
            _replicas.Add(await ServiceProcess.StartAsync(
                "Shop.Catalog",
                [
                    ("ConnectionStrings__catalogdb", ConnectionString),
                    ("ConnectionStrings__messagingdb", ConnectionString),
                    ("ConnectionStrings__cache", Redis.ConnectionString),
                    ("Catalog__Seed__Products", "300"),
                    ("Logging__LogLevel__Default", "Warning"),
                    .. Tokens.Settings.Select(static setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value)),
                ]));
        await Eventually.TrueAsync(async () => await HealthAsync() == "Healthy", TestContext.Current.CancellationToken);
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        _clients.ForEach(static client => client.Dispose());
        _replicas.ForEach(static replica => replica.Dispose());
        await Tokens.DisposeAsync();
        Redis.Dispose();
        await DisposeAsync();
    }
}
