using Microsoft.Extensions.Options;
using Shop.Orders.Payments.Simulator;
using Shop.Orders.Work;

namespace Shop.Orders.Payments;

static class PaymentExtensions
{
    public static void AddPayments(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<PaymentOptions>().BindConfiguration(PaymentOptions.Section).ValidateDataAnnotations()
            .Validate(options => !options.IsSimulated || builder.Environment.IsDevelopment() || builder.Configuration.GetValue<bool>("Payments:AllowSimulation"),
                "Payments:Gateway is simulated, which takes no money: outside of development Payments:AllowSimulation must say that this is meant.")
            .ValidateOnStart();
        services.AddSingleton(static provider => provider.GetRequiredService<IOptions<PaymentOptions>>().Value);
        services.AddHttpClient<IPaymentGateway, HttpPaymentGateway>((provider, http) =>
        {
            var options = provider.GetRequiredService<PaymentOptions>();
            http.BaseAddress = options.IsSimulated ? SimulatorEndpoints.Address(provider) : new Uri(options.Gateway!.TrimEnd('/') + "/");
            http.Timeout = options.Timeout;
        });
        services.AddScoped<Refunds>();
        services.AddSingleton<PaymentRecord>();
        services.AddScoped<IWorkStep, PayStep>();
        services.AddScoped<IWorkStep, RefundStep>();
        services.AddScoped<SimulatedGateway>();
    }
}
