using System.Diagnostics;
using System.Globalization;
using System.Net;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace Shop.Tests.Integration;

/// <summary>The AppHost's resources as a whole. Kills a replica, so it brings it back before it ends.</summary>
public sealed class AppHostTests(ShopApplication shop)
{
    [Theory]
    [InlineData("users")]
    [InlineData("catalog")]
    [InlineData("orders")]
    [InlineData("web")]
    public async Task A_service_is_healthy_and_alive(string name)
    {
        var app = await shop.StartedAsync();
        await app.ResourceNotifications.WaitForResourceHealthyAsync(name, TestContext.Current.CancellationToken);
        using var client = app.CreateHttpClient(name);

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/alive", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("usersdb")]
    [InlineData("catalogdb")]
    [InlineData("ordersdb")]
    [InlineData("messagingdb")]
    public async Task A_database_is_there(string name)
    {
        var app = await shop.StartedAsync();
        var healthy = await app.ResourceNotifications.WaitForResourceHealthyAsync(name, TestContext.Current.CancellationToken);

        Assert.Equal(HealthStatus.Healthy, healthy.Snapshot.HealthStatus);
        Assert.EndsWith($";Database={name}", await app.GetConnectionStringAsync(name, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_storefront_answers_while_a_replica_of_the_catalog_is_killed()
    {
        var app = await shop.StartedAsync();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        var replicas = await ReplicasAsync(app.ResourceNotifications, "catalog", deadline.Token);
        Assert.Equal(2, replicas.Count);
        using var client = app.CreateHttpClient("web");
        using var api = app.CreateHttpClient("web");
        var browsing = new CancellationTokenSource();
        var failures = new List<string>();
        var visits = 0;

        var browse = Task.Run(async () =>
        {
            while (!browsing.IsCancellationRequested)
            {
                foreach (var (path, by) in ((string, HttpClient)[])[("/", client), ("/api/catalog/products?limit=1&sort=price", api), ("/api/catalog/categories", api)])
                {
                    using var response = await by.GetAsync(path, deadline.Token);
                    if (!response.IsSuccessStatusCode)
                        failures.Add($"{path} {(int)response.StatusCode}");
                    Interlocked.Increment(ref visits);
                }
            }
        }, deadline.Token);
        await Eventually.TrueAsync(() => Volatile.Read(ref visits) >= 6, deadline.Token);

        var victim = replicas[0];
        using (var process = Process.GetProcessById(int.Parse(Property(victim, "executable.pid"), CultureInfo.InvariantCulture)))
            process.Kill();
        var dead = await app.ResourceNotifications.WaitForResourceAsync("catalog", e => e.ResourceId == victim.ResourceId && e.Snapshot.State?.Text == KnownResourceStates.Exited, deadline.Token);
        Assert.NotEqual(0, dead.Snapshot.ExitCode);
        var after = Volatile.Read(ref visits);
        await Eventually.TrueAsync(() => Volatile.Read(ref visits) >= after + 30, deadline.Token);
        await browsing.CancelAsync();
        await browse;
        Assert.Empty(failures);

        var restart = await app.ResourceCommands.ExecuteCommandAsync(victim.ResourceId, KnownResourceCommands.StartCommand, deadline.Token);
        Assert.True(restart.Success, restart.Message);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("catalog", deadline.Token);
    }

    private static async Task<List<ResourceEvent>> ReplicasAsync(ResourceNotificationService notifications, string name, CancellationToken cancellationToken)
    {
        await notifications.WaitForResourceHealthyAsync(name, cancellationToken);
        var found = new Dictionary<string, ResourceEvent>();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await foreach (var e in notifications.WatchAsync(enough.Token))
        {
            if (e.Resource.Name == name)
                found[e.ResourceId] = e;
            if (found.Count == 2 && found.Values.All(f => f.Snapshot.State?.Text == KnownResourceStates.Running))
                break;
        }
        return [.. found.Values];
    }

    private static string Property(ResourceEvent e, string name) =>
        Convert.ToString(e.Snapshot.Properties.Single(p => p.Name == name).Value, CultureInfo.InvariantCulture)!;
}
