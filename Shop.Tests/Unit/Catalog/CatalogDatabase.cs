using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.Catalog.Caching;
using Shop.Catalog.Categories;
using Shop.Catalog.Data;
using Shop.Catalog.Products;
using Shop.Catalog.Search;
using Shop.Catalog.Seed;
using Shop.Tests.Servers;
using Xunit;

namespace Shop.Tests.Unit.Catalog;

/// <summary>A seeded catalog in a database of its own, one for each class of tests that asks for it.</summary>
public class CatalogDatabase(PostgresServer server) : IAsyncLifetime
{
    private ServiceProvider? _services;

    /// <summary>More than a page, and enough of everything.</summary>
    protected virtual int Products => 2_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await server.CreateDatabaseAsync("catalog");
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddInMemoryCollection([new(CatalogSeed.ProductsSetting, Products.ToString(CultureInfo.InvariantCulture))]).Build())
            .AddDbContextPool<CatalogContext>(options => options.UseNpgsql(ConnectionString))
            .AddMetrics()
            .AddSingleton(typeof(SharedForASecond<>))
            .AddSingleton<ProcessCache<byte[]>>()
            .AddSingleton<SharedCache>()
            .AddSingleton<CacheMetrics>()
            .AddScoped<CacheLoad>()
            .AddScoped<CategoryReader>()
            .AddScoped<ProductLists>()
            .AddScoped<Suggestions>()
            .BuildServiceProvider();
        await using var scope = _services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<CatalogContext>();
        await context.Database.MigrateAsync(Cancellation);
        await CatalogSeed.RunAsync(context, scope.ServiceProvider, Cancellation);
        await ExecuteAsync("vacuum analyze");
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Services of a request of its own, that nothing is cached for.</summary>
    internal async Task<TResult> WithAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = _services!.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async Task ExecuteAsync(string sql) => await ScalarAsync(sql);

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancellation);
    }

    /// <summary>The page of a list for parameters as they stand in an address.</summary>
    internal async Task<ProductPage> ListAsync(ProductListParameters parameters)
    {
        var tree = await WithAsync((CategoryReader categories) => categories.TreeAsync(Cancellation).AsTask());
        Assert.True(parameters.TryRead(tree, out var request, out var errors, out _), string.Join(", ", errors.SelectMany(error => error.Value.Select(text => $"{error.Key}: {text}"))));
        return await WithAsync((ProductLists lists) => lists.ReadAsync(request, Cancellation));
    }

    internal static readonly ProductListParameters NoParameters = new(null, null, null, null, null, null, null, null, null, null, null);
}
