using Microsoft.Extensions.Options;

namespace Shop.Catalog.Cart;

static class CartExtensions
{
    public static void AddCart(this IServiceCollection services)
    {
        services.AddOptions<CartOptions>().BindConfiguration(CartOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(static provider => provider.GetRequiredService<IOptions<CartOptions>>().Value);
        services.AddForwardedStrangers();
        services.AddSingleton<Carts>();
        services.AddSingleton<CartProducts>();
        services.AddSingleton<ViewedProducts>();
        services.AddSingleton<CartCheckout>();
        services.AddHostedService<CartUpkeep>();
        services.AddScoped<CartReader>();
    }
}
