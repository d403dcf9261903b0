namespace Shop.Web.Clients;

static class CatalogServices
{
    /// <summary>Longer than a visitor should wait for a page, and shorter than they would.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddCatalog(this IServiceCollection services)
    {
        services.AddHttpClient<CatalogClient>(http =>
        {
            http.BaseAddress = new Uri("https+http://catalog");
            http.Timeout = Patience;
        });
        return services.AddSingleton(typeof(SharedForASecond<>)).AddScoped<CatalogShelf>();
    }
}
