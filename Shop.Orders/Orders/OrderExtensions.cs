using Microsoft.Extensions.Options;
using Shop.Orders.Data;
using Shop.Orders.Shipping;
using Shop.Orders.Staff;
using Shop.Orders.Work;
using Shop.ServiceDefaults.Pictures;

namespace Shop.Orders.Orders;

static class OrderExtensions
{
    /// <summary>Orders, what becomes of them by messages and by time, and who watches them.</summary>
    public static void AddOrders(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<OrdersOptions>().BindConfiguration(OrdersOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(static provider => provider.GetRequiredService<IOptions<OrdersOptions>>().Value);
        services.AddScoped<OrderTransitions>();
        services.AddScoped<OrderDesk>();
        services.AddScoped<OrderReader>();
        services.AddScoped<FigureReader>();
        services.AddScoped<ShippingDesk>();
        services.AddScoped<IWorkStep, CarryStep>();
        services.AddScoped<IWorkStep, AutoConfirmStep>();
        services.AddScoped<IWorkStep, CompleteStep>();
        services.AddSingleton<WorkSignal>();
        services.AddHostedService<WorkWorker>();
        services.AddSingleton<PictureTurns>();
        services.AddSingleton<OrderNews>();
        services.AddHostedService(static provider => provider.GetRequiredService<OrderNews>());
        services.AddSingleton<OrderChanges>();
        services.AddHostedService(static provider => provider.GetRequiredService<OrderChanges>());
        builder.AddMessaging<OrdersContext>("orders", static handlers => handlers
            .HandleBatches<CheckoutAccepted, CheckoutAcceptedHandler>()
            .Handle<ReservationExpired, ReservationExpiredHandler>()
            .HandleBatches<StockConfirmed, StockConfirmedHandler>()
            .Handle<StockShortage, StockShortageHandler>());
    }
}
