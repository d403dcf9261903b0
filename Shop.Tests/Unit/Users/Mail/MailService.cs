using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.ServiceDefaults.Data;
using Shop.Tests.Servers;
using Shop.Users.Data;
using Shop.Users.Mail;
using Xunit;

namespace Shop.Tests.Unit.Users.Mail;

/// <summary>The part of Users that sends mail, as a replica has it.</summary>
sealed class MailService : IAsyncDisposable
{
    private readonly IHost _host;

    private MailService(IHost host) => _host = host;

    public static async Task<MailService> BuildAsync(
        string database, MailServer? server = null, string environment = "Production", TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = environment });
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new() { ValidateScopes = true, ValidateOnBuild = true }));
        builder.Configuration.AddInMemoryCollection([
            new("ConnectionStrings:usersdb", database),
            new("Identity:Issuer", "https://shop.example"),
            new("Smtp:Host", server is null ? "" : "127.0.0.1"),
            new("Smtp:Port", $"{server?.Port ?? 1}"),
            new("Smtp:From", "Shop <hello@shop.example>"),
            new("Smtp:Tls", "None"),
            new("Smtp:Timeout", "00:00:05")]);
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Logging.ClearProviders();
        builder.AddNpgsqlDbContext<UsersContext>("usersdb");
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.AddMail();
        // The tables are made below, in place of the migration.
        var migration = new DatabaseMigrationProgress();
        migration.Done();
        builder.Services.AddSingleton(migration);
        // Sends when a test says so, or by StartAsync; the table comes first.
        builder.Services.RemoveAll<IHostedService>();
        var service = new MailService(builder.Build());
        await service.WithAsync(static db => db.Database.EnsureCreatedAsync(TestContext.Current.CancellationToken));
        return service;
    }

    public MailDelivery Delivery => _host.Services.GetRequiredService<MailDelivery>();

    /// <summary>Lets it send by itself, as the service does.</summary>
    public Task StartAsync() => Delivery.StartAsync(TestContext.Current.CancellationToken);

    public Task<TimeSpan> DeliverAsync() => Delivery.DeliverAsync(TestContext.Current.CancellationToken);

    public async Task<Guid> WriteAsync(string to = "reader@example.com")
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var mail = await scope.ServiceProvider.GetRequiredService<MailWriter>().WriteAsync(
            new("AlreadyRegistered", to, "en") { UserId = Guid.NewGuid(), Name = "Ann & Bob", Link = "/account/sign-in" });
        var db = scope.ServiceProvider.GetRequiredService<UsersContext>();
        db.OutgoingMails.Add(mail);
        await db.SaveChangesAsync();
        _host.Services.GetRequiredService<MailSignal>().Set();
        return mail.Id;
    }

    /// <summary>As a replica does that dies before it sends.</summary>
    public async Task ClaimAsync()
    {
        await using var scope = _host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MailQueue>().ClaimAsync(TestContext.Current.CancellationToken);
    }

    public Task<List<OutgoingMail>> RowsAsync() => WithAsync(static db => db.OutgoingMails.AsNoTracking().OrderBy(mail => mail.CreatedAt).ToListAsync());

    public async Task<T> WithAsync<T>(Func<UsersContext, Task<T>> use)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<UsersContext>());
    }

    public async ValueTask DisposeAsync()
    {
        await Delivery.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
