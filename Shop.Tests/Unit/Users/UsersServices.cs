using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.Users;
using Shop.Users.Accounts;
using Shop.Users.Data;
using Shop.Users.Mail;
using Shop.Users.OpenIdConnect;
using Shop.Users.Security;
using Shop.Users.SignIn;
using Xunit;

namespace Shop.Tests.Unit.Users;

/// <summary>The services of a replica of Users on a database of the test's own, without its server and what runs in the background.</summary>
sealed class UsersServices : IAsyncDisposable
{
    private readonly IHost _host;

    private UsersServices(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public static async Task<UsersServices> BuildAsync(string database, TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection([
            new("ConnectionStrings:usersdb", database),
            new("Identity:Issuer", "https://shop.example"),
            new("Identity:Admin:Email", "admin@shop.example"),
            new("Identity:Clients:shop-web:Secret", "a secret of the web"),
            new("Identity:Hashing:Iterations", "10000")]);
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Logging.ClearProviders();
        builder.AddNpgsqlDbContext<UsersContext>("usersdb");
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.AddPublicOrigin();
        builder.AddAccounts();
        builder.AddMail();
        builder.AddProvider();
        builder.AddSignIn();
        builder.Services.AddPersonalData();
        builder.Services.AddLocalization();
        builder.AddSharedDataProtection();
        builder.Services.RemoveAll<IHostedService>();
        var services = new UsersServices(builder.Build());
        await services.WithAsync<UsersContext, bool>(static context => context.Database.EnsureCreatedAsync(TestContext.Current.CancellationToken));
        return services;
    }

    public async Task<TResult> WithAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task WithAsync<TService>(Func<TService, Task> use)
        where TService : notnull => WithAsync<TService, bool>(async service =>
    {
        await use(service);
        return true;
    });

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return ValueTask.CompletedTask;
    }
}
