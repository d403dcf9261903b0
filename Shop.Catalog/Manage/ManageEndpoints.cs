using Shop.Catalog.Caching;
using Shop.Catalog.Data;
using Shop.Catalog.Gallery;
using Shop.Catalog.Manage.Import;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Localization;
using Shop.ServiceDefaults.Pictures;

namespace Shop.Catalog.Manage;

static class ManageEndpoints
{
    public static void AddManagement(this IServiceCollection services)
    {
        services.AddScoped<ProductManagement>();
        services.AddScoped<CategoryManagement>();
        services.AddScoped<CouponManagement>();
        services.AddScoped<GalleryManagement>();
        services.AddSingleton<PictureTurns>();
        services.AddScoped<ProductImport>();
        services.AddScoped<ImportJobs>();
        services.AddSingleton<ImportSignal>();
        services.AddHostedService<ImportWorker>();
    }

    /// <summary>For staff. What has been changed is out of every cache before the answer comes.</summary>
    public static void MapManagement(this IEndpointRouteBuilder routes)
    {
        var manage = routes.MapGroup("/api/catalog/manage").InLanguageOfRequest().RequireAuthorization(Policies.Staff).AddEndpointFilter<EvictionFilter>();
        manage.MapProductManagement();
        manage.MapGalleryManagement();
        manage.MapCategoryManagement();
        manage.MapCouponManagement();
        manage.MapImport();
        manage.MapImportJobs();
    }

    sealed class EvictionFilter(CacheEvictions evictions, ILogger<EvictionFilter> logger) : IEndpointFilter
    {
        static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

        public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        {
            var result = await next(context);
            var http = context.HttpContext;
            if (HttpMethods.IsGet(http.Request.Method))
                return result;
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
                patience.CancelAfter(Patience);
                await using var scope = http.RequestServices.CreateAsyncScope();
                await evictions.SettleAsync(scope.ServiceProvider.GetRequiredService<CatalogContext>(), patience.Token);
            }
#pragma warning disable CA1031 // The change is made. The worker evicts what could not be evicted here.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                logger.LogWarning("What a change made stale could not be evicted at once: {Reason}", exception.Message);
            }
            return result;
        }
    }
}
