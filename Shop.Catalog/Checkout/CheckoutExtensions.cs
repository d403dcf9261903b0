using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using Shop.Catalog.Data;
using Shop.Catalog.Reviews;

namespace Shop.Catalog.Checkout;

static class CheckoutExtensions
{
    /// <summary>Quotes, checkouts and what becomes of them by the messages of Orders.</summary>
    public static void AddCheckout(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CheckoutOptions>().BindConfiguration(CheckoutOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(static provider => provider.GetRequiredService<IOptions<CheckoutOptions>>().Value);
        services.AddSingleton<QuoteRules>();
        services.AddSingleton<Quotes>();
        services.AddSingleton<CheckoutMetrics>();
        services.AddScoped<Checkouts>();
        services.AddScoped<Reservations>();
        services.AddHostedService<ReservationExpiry>();
        services.ConfigureOpenTelemetryMeterProvider(static metrics => metrics.AddMeter(CheckoutMetrics.Name));
        builder.AddMessaging<CatalogContext>("catalog", static handlers => handlers
            .HandleBatches<OrderPaid, OrderPaidHandler>()
            .Handle<OrderCancelled, OrderCancelledHandler>()
            .Handle<PaymentFailed, PaymentFailedHandler>()
            .Handle<ProductReviewed, ProductReviewedHandler>());
    }
}
