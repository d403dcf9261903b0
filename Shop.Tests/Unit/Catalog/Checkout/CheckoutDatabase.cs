using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Rebus.Handlers;
using Shop.Catalog.Checkout;
using Shop.Catalog.Coupons;
using Shop.Catalog.Data;
using Shop.Catalog.Products;
using Shop.Catalog.Reviews;
using Shop.Catalog.Seed;
using Shop.Catalog.Stock;
using Shop.ServiceDefaults.Messaging;
using Shop.Tests.Servers;
using Shop.Tests.Unit.Messaging;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Checkout;

/// <summary>A catalog without products of the seed, and what checks out from it, on a clock that tests move.</summary>
public sealed class CheckoutDatabase(PostgresServer server) : IAsyncLifetime
{
    private ServiceProvider? _services;
    private Guid _category;

    internal CheckoutOptions Options { get; } = CheckoutRules.Options();

    internal FakeTimeProvider Time { get; } = new(new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var connection = await server.CreateDatabaseAsync("checkout") + ";Maximum Pool Size=30";
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new(CatalogSeed.ProductsSetting, "0")]).Build())
            .AddDbContextPool<CatalogContext>(options => options.UseNpgsql(connection, npgsql => npgsql.EnableRetryOnFailure(3)))
            .AddSingleton(Options)
            .AddSingleton<Quotes>()
            .AddSingleton<OutboxSignal>()
            .AddScoped<Checkouts>()
            .AddScoped<Reservations>()
            .AddScoped<IHandleBatches<OrderPaid>, OrderPaidHandler>()
            .AddScoped<IHandleMessages<OrderCancelled>, OrderCancelledHandler>()
            .AddScoped<IHandleMessages<PaymentFailed>, PaymentFailedHandler>()
            .AddScoped<IHandleMessages<ProductReviewed>, ProductReviewedHandler>()
            .BuildServiceProvider();
        await using var scope = _services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<CatalogContext>();
        await context.Database.MigrateAsync(Cancellation);
        await CatalogSeed.RunAsync(context, scope.ServiceProvider, Cancellation);
        _category = await context.Categories.Select(category => category.Id).FirstAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
    }

    internal async Task<TResult> WithAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = _services!.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    internal Task<TResult> WithAsync<TResult>(Func<CatalogContext, Task<TResult>> use) => WithAsync<CatalogContext, TResult>(use);

    internal Task ExecuteAsync(FormattableString sql) => WithAsync(context => context.Database.ExecuteSqlAsync(sql, Cancellation));

    internal Task<int> StockAsync(Guid product) => WithAsync(context => context.Products.Where(p => p.Id == product).Select(p => p.Stock).SingleAsync(Cancellation));

    internal Task<List<StockDiscrepancy>> DiscrepanciesAsync() => WithAsync(context => StockCheck.FindAsync(context, Cancellation));

    internal async Task<Guid> ProductAsync(int stock, decimal price = 20.00m)
    {
        var product = new Product
        {
            Id = Guid.CreateVersion7(),
            Sku = $"T-{Guid.NewGuid():N}",
            Slug = $"t-{Guid.NewGuid():N}",
            NameEn = "Thing",
            NameZh = "东西",
            DescriptionEn = "",
            DescriptionZh = "",
            Price = price,
            Currency = "USD",
            CategoryId = _category,
            Brand = "Test",
            Stock = 0,
            Status = ProductStatus.Published,
            CreatedAt = Time.GetUtcNow(),
            UpdatedAt = Time.GetUtcNow(),
        };
        return await WithAsync(async context =>
        {
            context.Add(product);
            await context.SaveChangesAsync(Cancellation);
            if (stock > 0)
                await StockLedger.MoveAsync(context, StockReason.Received, "test", Guid.Empty, Time.GetUtcNow(), product.Id, stock, Cancellation);
            return product.Id;
        });
    }

    internal async Task<string> CouponAsync(decimal? percentage = null, decimal? amount = null, decimal minimum = 0, int? mostUses = null, int? mostUsesPerUser = null, DateTimeOffset? startsAt = null, DateTimeOffset? endsAt = null)
    {
        var code = Guid.NewGuid().ToString("N").ToUpperInvariant();
        await WithAsync(context =>
        {
            context.Add(new Coupon
            {
                Id = Guid.CreateVersion7(),
                Code = code,
                Percentage = percentage,
                Amount = amount,
                MinimumTotal = minimum,
                MostUses = mostUses,
                MostUsesPerUser = mostUsesPerUser,
                StartsAt = startsAt ?? DateTimeOffset.UnixEpoch,
                EndsAt = endsAt,
            });
            return context.SaveChangesAsync(Cancellation);
        });
        return code;
    }

    internal Task<int> UsesAsync(string code) => WithAsync(async context =>
    {
        var coupon = await context.Coupons.AsNoTracking().SingleAsync(c => c.Code == code, Cancellation);
        Assert.Equal(await context.Set<CouponUse>().CountAsync(use => use.CouponId == coupon.Id, Cancellation), coupon.Uses);
        return coupon.Uses;
    });

    internal static CheckoutRequest Request(params (Guid Product, int Quantity)[] lines) => new()
    {
        Lines = [.. lines.Select(line => new LineRequest(line.Product, line.Quantity))],
        ShippingAddress = CheckoutRules.Address,
        ShippingMethod = "express",
        PaymentToken = "tok_visa_4242",
    };

    /// <summary>With the total that a quote gives now; null where it gives none.</summary>
    internal async Task<decimal?> TotalAsync(CheckoutRequest request, Guid user)
    {
        var reads = await WithAsync(context => CheckoutReads.ReadAsync(context, request, user, null, Cancellation));
        return await WithAsync((Quotes quotes) => Task.FromResult(quotes.Make(request, new("US", "CA"), reads, [])?.Total));
    }

    internal Task<CheckoutOutcome> PlaceAsync(CheckoutRequest request, Guid user, string? key = null, IReadOnlyList<LineRequest>? cart = null) =>
        WithAsync((Checkouts checkouts) => checkouts.PlaceAsync(request, request.ShippingAddress!, key ?? Guid.NewGuid().ToString(), user, cart, Cancellation));

    /// <summary>Places what a buyer places who has just seen the quote.</summary>
    internal async Task<Guid> AcceptedAsync(CheckoutRequest request, Guid? user = null)
    {
        var buyer = user ?? Guid.NewGuid();
        var outcome = await PlaceAsync(request with { ExpectedTotal = await TotalAsync(request, buyer) }, buyer);
        return Assert.IsType<CheckoutOutcome.Accepted>(outcome).Answer.OrderId;
    }

    /// <summary>As the messaging does around its handlers: one transaction.</summary>
    internal async Task HandleAsync<TMessage>(params TMessage[] messages)
        where TMessage : class
    {
        await using var scope = _services!.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<CatalogContext>();
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(Cancellation);
            await Handlers.HandleAsync(scope.ServiceProvider, messages);
            await context.SaveChangesAsync(Cancellation);
            await transaction.CommitAsync(Cancellation);
        });
    }

    internal async Task<int> ExpireAsync()
    {
        await using var scope = _services!.CreateAsyncScope();
        var (context, reservations) = (scope.ServiceProvider.GetRequiredService<CatalogContext>(), scope.ServiceProvider.GetRequiredService<Reservations>());
        var expired = 0;
        while (await ReservationExpiry.ExpireOneAsync(context, reservations, Time.GetUtcNow(), Cancellation))
            expired++;
        return expired;
    }

    internal Task<CheckoutStatus> StatusAsync(Guid order) => WithAsync(context => context.Checkouts.Where(c => c.Id == order).Select(c => c.Status).SingleAsync(Cancellation));

    /// <summary>The names of the messages about an order that wait in the outbox, in order.</summary>
    internal Task<List<string>> PublishedAsync(Guid order) => WithAsync(async context =>
        (await context.Set<OutboxMessage>().AsNoTracking().OrderBy(message => message.Id).ToListAsync(Cancellation))
            .Where(message => System.Text.Encoding.UTF8.GetString(message.Body).Contains(order.ToString(), StringComparison.Ordinal))
            .Select(message => message.Name).ToList());
}
