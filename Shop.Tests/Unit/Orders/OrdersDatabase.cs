using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Rebus.Handlers;
using Shop.Orders;
using Shop.Orders.Data;
using Shop.Orders.Orders;
using Shop.Orders.Payments;
using Shop.Orders.Payments.Simulator;
using Shop.Orders.Shipping;
using Shop.Orders.Work;
using Shop.ServiceDefaults.Data;
using Shop.ServiceDefaults.Messaging;
using Shop.Tests.Servers;
using Shop.Tests.Unit.Messaging;
using Xunit;

namespace Shop.Tests.Unit.Orders;

/// <summary>What makes, pays and ships orders, on a database of its own with the simulated gateway, and on a clock that tests move.</summary>
public sealed class OrdersDatabase(PostgresServer server) : IAsyncLifetime
{
    ServiceProvider services = null!;

    /// <summary>Of three pieces.</summary>
    public const decimal Total = 30.00m;

    internal OrdersOptions Options { get; } = new();

    internal string Connection { get; private set; } = "";

    internal FakeTimeProvider Time { get; } = new(new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var connection = Connection = await server.CreateDatabaseAsync("orders") + ";Maximum Pool Size=20";
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(Options)
            .AddSingleton<WorkSignal>()
            .AddDbContext<OrdersContext>(options => options.UseNpgsql(connection).AddInterceptors(AfterCommit.Interceptor))
            .AddSingleton<OrderNews>()
            .AddScoped<OrderTransitions>().AddScoped<OrderDesk>().AddScoped<ShippingDesk>().AddScoped<Refunds>().AddSingleton<PaymentRecord>().AddScoped<SimulatedGateway>()
            .AddScoped<IPaymentGateway, NearGateway>()
            .AddScoped<IWorkStep, PayStep>().AddScoped<IWorkStep, RefundStep>().AddScoped<IWorkStep, CarryStep>().AddScoped<IWorkStep, AutoConfirmStep>().AddScoped<IWorkStep, CompleteStep>()
            .AddScoped<IHandleBatches<CheckoutAccepted>, CheckoutAcceptedHandler>()
            .AddScoped<IHandleMessages<ReservationExpired>, ReservationExpiredHandler>()
            .AddScoped<IHandleBatches<StockConfirmed>, StockConfirmedHandler>()
            .AddScoped<IHandleMessages<StockShortage>, StockShortageHandler>()
            .BuildServiceProvider();
        await WithAsync<OrdersContext, bool>(async context =>
        {
            await context.Database.MigrateAsync(Cancellation);
            return true;
        });
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    /// <summary>Sends nothing before it is started.</summary>
    internal OrderNews News => services.GetRequiredService<OrderNews>();

    internal WorkWorker Worker() =>
        new(services.GetRequiredService<IServiceScopeFactory>(), services.GetRequiredService<WorkSignal>(), Options, services, Time, NullLogger<WorkWorker>.Instance);

    internal CheckoutAccepted Checkout(string token) => new(
        Guid.CreateVersion7(), Guid.NewGuid(), Time.GetUtcNow(), Time.GetUtcNow().AddMinutes(15), "USD",
        [new(Guid.NewGuid(), "SKU", "slug", "Thing", "东西", 10, 3, Total, 0, 0)], Total, null, 0, "standard", 0, 0, 0, false, Total,
        new("Ada", "+1", "US", "CA", "SF", null, "1 Market Street", null, "94105"), token, "en");

    /// <summary>As the messaging does around its handlers: one transaction.</summary>
    internal async Task HandleAsync<TMessage>(params TMessage[] messages)
        where TMessage : class
    {
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<OrdersContext>();
        await using var transaction = await context.Database.BeginTransactionAsync(Cancellation);
        await Handlers.HandleAsync(scope.ServiceProvider, messages);
        await context.SaveChangesAsync(Cancellation);
        await transaction.CommitAsync(Cancellation);
    }

    internal async Task<TResult> WithAsync<TService, TResult>(Func<TService, Task<TResult>> act)
        where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>The simulated gateway without the way there, in a scope of its own as across a network.</summary>
    sealed class NearGateway(IServiceScopeFactory scopes) : IPaymentGateway
    {
        public async Task<Authorisation> AuthoriseAsync(string key, string token, decimal amount, string currency, CancellationToken cancellationToken)
        {
            var call = await CallAsync(gateway => gateway.PayAsync(key, new(token, amount, currency), cancellationToken));
            var answer = System.Text.Json.JsonSerializer.Deserialize(call.Body, GatewayJson.Default.GatewayAnswer)!;
            return new(answer.Id, answer.Id is null ? answer.Code : null);
        }

        public Task CaptureAsync(string key, string payment, CancellationToken cancellationToken) => NeedAsync(gateway => gateway.CaptureAsync(key, Guid.ParseExact(payment, "N"), cancellationToken));

        public async Task<bool> VoidAsync(string key, string payment, CancellationToken cancellationToken) =>
            (await CallAsync(gateway => gateway.VoidAsync(key, Guid.ParseExact(payment, "N"), cancellationToken))).Status == 200;

        public Task RefundAsync(string key, string payment, decimal amount, CancellationToken cancellationToken) => NeedAsync(gateway => gateway.RefundAsync(key, Guid.ParseExact(payment, "N"), amount, cancellationToken));

        async Task NeedAsync(Func<SimulatedGateway, Task<SimulatedAnswer>> call) => Assert.Equal(200, (await CallAsync(call)).Status);

        async Task<SimulatedCall> CallAsync(Func<SimulatedGateway, Task<SimulatedAnswer>> call)
        {
            await using var scope = scopes.CreateAsyncScope();
            return (await call(scope.ServiceProvider.GetRequiredService<SimulatedGateway>())).Call;
        }
    }
}
