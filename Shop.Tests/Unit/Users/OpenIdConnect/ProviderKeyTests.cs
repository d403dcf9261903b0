using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OpenIddict.Server;
using Shop.Tests.Servers;
using Shop.Users.Data;
using Shop.Users.OpenIdConnect;
using Xunit;

namespace Shop.Tests.Unit.Users.OpenIdConnect;

public sealed class ProviderKeyTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replicas_that_start_together_make_one_pair()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var first = await UsersServices.BuildAsync(database);
        await using var second = await UsersServices.BuildAsync(database);

        await Task.WhenAll(new[] { first, second, first, second }.Select(replica => replica.WithAsync<ProviderKeys>(static keys => keys.LoadAsync(create: true, Cancellation))));

        Assert.Equal(2, await first.WithAsync<UsersContext, int>(static context => context.ProviderKeys.CountAsync(Cancellation)));
        Assert.Equal(Ids(first), Ids(second));
    }

    [Fact]
    public async Task A_replica_follows_what_another_one_has_made_without_a_restart()
    {
        var database = await postgres.CreateDatabaseAsync();
        var time = new FakeTimeProvider(s_now);
        await using var first = await UsersServices.BuildAsync(database, time);
        await using var second = await UsersServices.BuildAsync(database, time);
        await LoadAsync(first, create: true);
        await LoadAsync(second);
        var options = second.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>();
        var old = Assert.Single(options.CurrentValue.SigningCredentials).Kid;

        await first.WithAsync<ProviderKeys>(static keys => keys.RotateAsync(null, Cancellation));
        await LoadAsync(second);
        Assert.Equal(2, options.CurrentValue.SigningCredentials.Count);
        Assert.Equal(old, options.CurrentValue.SigningCredentials[0].Kid);

        time.Advance(ProviderKeys.Announced);
        await LoadAsync(second);
        var current = options.CurrentValue.SigningCredentials.Select(static key => key.Kid).ToList();
        Assert.NotEqual(old, current[0]);
        Assert.Contains(old, current);
        Assert.Equal(2, options.CurrentValue.EncryptionCredentials.Count);

        time.Advance(ProviderKeys.KeptAfterUse);
        await LoadAsync(second);
        Assert.DoesNotContain(old, options.CurrentValue.SigningCredentials.Select(static key => key.Kid));
        Assert.Equal(2, await second.WithAsync<ProviderKeys, int>(static keys => keys.RemoveExpiredAsync(Cancellation)));
    }

    [Fact]
    public async Task The_clients_are_those_of_the_configuration()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using (var before = await UsersServices.BuildAsync(database, settings: [("Identity:Clients:shop-report:Secret", "a secret"), ("Identity:Clients:shop-report:Scopes:0", "orders")]))
        {
            await before.WithAsync<ProviderClients>(static clients => clients.SeedAsync(Cancellation));
            await before.WithAsync<ProviderClients>(static clients => clients.SeedAsync(Cancellation));
            Assert.Equal(["shop-mobile", "shop-report", "shop-web"], await ClientsAsync(before));
        }
        await using var after = await UsersServices.BuildAsync(database, settings: [("Identity:Issuer", "https://other.example"), ("Identity:Clients:shop-web:Secret", "another secret")]);
        await after.WithAsync<ProviderClients>(static clients => clients.SeedAsync(Cancellation));

        Assert.Equal(["shop-mobile", "shop-web"], await ClientsAsync(after));
        await after.WithAsync<OpenIddict.Abstractions.IOpenIddictApplicationManager>(static async applications =>
        {
            var web = (await applications.FindByClientIdAsync("shop-web", Cancellation))!;
            Assert.True(await applications.ValidateClientSecretAsync(web, "another secret", Cancellation));
            Assert.False(await applications.ValidateClientSecretAsync(web, "a secret of the web", Cancellation));
            Assert.Equal(["https://other.example/signin-oidc"], await applications.GetRedirectUrisAsync(web, Cancellation));
        });
    }

    [Fact]
    public void The_newest_active_key_signs()
    {
        ProviderKey Key(int activeInMinutes, string use = ProviderKey.Signing) => new() { Use = use, ProtectedKey = "", CreatedAt = s_now, ActiveFrom = s_now.AddMinutes(activeInMinutes) };
        var (oldest, current, next) = (Key(-100), Key(-1), Key(9));

        Assert.Equal([current, next, oldest], ProviderKeys.InOrder([oldest, next, Key(-5, ProviderKey.Encryption), current], ProviderKey.Signing, s_now));
        Assert.Equal([next], ProviderKeys.InOrder([next], ProviderKey.Signing, s_now));
    }

    private static Task LoadAsync(UsersServices replica, bool create = false) => replica.WithAsync<ProviderKeys>(keys => keys.LoadAsync(create, Cancellation));

    private static IReadOnlyList<string> Ids(UsersServices replica) => replica.Services.GetRequiredService<ProviderKeyRing>().SigningKeyIds;

    private static Task<List<string>> ClientsAsync(UsersServices replica) => replica.WithAsync<UsersContext, List<string>>(static context =>
        context.Set<OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreApplication<Guid>>().Select(static a => a.ClientId!).Order().ToListAsync(Cancellation));
}
