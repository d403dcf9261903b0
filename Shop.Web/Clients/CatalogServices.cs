namespace Shop.Web.Clients;

static class CatalogServices
{
    /// <summary>Enough for a replica that hangs to be given up and another to be asked; less than the page itself has.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

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
