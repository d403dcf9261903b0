using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Catalog.Categories;
using Shop.Catalog.Data;
using Shop.Catalog.Products;
using Shop.ServiceDefaults.Localization;
using Shop.ServiceDefaults.OpenApi;
using StackExchange.Redis;

namespace Shop.Catalog.Cart;

sealed record ViewedRequest(Guid ProductId);

/// <summary>
/// Which products somebody has looked at, the latest first: whose they are says what says whose the cart is. A convenience, and kept as such: a
/// list in Redis that goes by itself. At sign-in it stays with the stranger.
/// </summary>
sealed class ViewedProducts(IServiceProvider services)
{
    const int MostKept = 20;

    static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>ARGV: product, how many are kept, lifetime in seconds.</summary>
    const string View =
        """
        redis.call('LREM', KEYS[1], 0, ARGV[1])
        redis.call('LPUSH', KEYS[1], ARGV[1])
        redis.call('LTRIM', KEYS[1], 0, ARGV[2] - 1)
        redis.call('EXPIRE', KEYS[1], ARGV[3])
        return 1
        """;

    // Made at the first use, as the carts' is.
    IDatabase Redis => services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();

    public async Task<Guid[]> ReadAsync(CartOwner owner) => Array.ConvertAll(await Redis.ListRangeAsync(Key(owner)), static value => Guid.ParseExact((string)value!, "N"));

    public Task AddAsync(CartOwner owner, Guid product) =>
        Redis.ScriptEvaluateAsync(View, [Key(owner)], [product.ToString("N"), MostKept, (long)Lifetime.TotalSeconds]);

    public Task ClearAsync(CartOwner owner) => Redis.KeyDeleteAsync(Key(owner));

    static RedisKey Key(CartOwner owner) => owner.User is { } user ? $"viewed:u:{user:N}" : "viewed:a:" + owner.Anonymous;
}

static class RecentlyViewed
{
    public static void MapRecentlyViewed(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/catalog/viewed").WithTags("Recently viewed").InLanguageOfRequest().AllowAnonymous()
            .AddEndpointFilter<CartAvailability>()
            .LimitStrangers(routes, StrangerLimit.Viewed)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("", GetAsync).WithName("GetRecentlyViewed").WithSummary("The products that the caller has looked at, the latest first.")
            .WithDescription($"Whose they are says the token, or the header {CartOwner.Header}, as with the cart. What is no longer sold is left out.");
        group.MapPost("", AddAsync).WithName("AddRecentlyViewed").WithSummary("Notes that the caller looks at a product; what is none is noted and never shown.")
            .WithExamples(new ViewedRequest(new("019433a4-5f2a-7f0a-b1ce-6a0d7e5f9c33"))).ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapDelete("", ClearAsync).WithName("ClearRecentlyViewed").WithSummary("Forgets them all.");
    }

    static async Task<Ok<List<ProductSummary>>> GetAsync(
        ClaimsPrincipal caller, [FromHeader(Name = CartOwner.Header)] string? id, ViewedProducts viewed, CatalogContext context, CategoryReader categories, HttpResponse response,
        CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = "no-store";
        if (CartOwner.Of(caller, id) is not { } owner)
            return TypedResults.Ok<List<ProductSummary>>([]);
        var ids = await viewed.ReadAsync(owner);
        if (ids.Length == 0)
            return TypedResults.Ok<List<ProductSummary>>([]);
        var rows = await context.ReadAsync(
            new Statement().Append("select ").Append(ProductRow.Columns).Append($" from products p where p.id = any ({ids}) and p.status = 1"), ProductRow.Read, cancellationToken);
        var tree = await categories.TreeAsync(cancellationToken);
        return TypedResults.Ok(rows.OrderBy(row => Array.IndexOf(ids, row.Id)).Select(row => ProductSummary.From(row, tree)).ToList());
    }

    static async Task<Results<NoContent, ProblemHttpResult>> AddAsync(
        ViewedRequest request, ClaimsPrincipal caller, [FromHeader(Name = CartOwner.Header)] string? id, ViewedProducts viewed)
    {
        if (CartOwner.Of(caller, id) is not { } owner)
            return CartEndpoints.NoOwner();
        await viewed.AddAsync(owner, request.ProductId);
        return TypedResults.NoContent();
    }

    static async Task<Results<NoContent, ProblemHttpResult>> ClearAsync(ClaimsPrincipal caller, [FromHeader(Name = CartOwner.Header)] string? id, ViewedProducts viewed)
    {
        if (CartOwner.Of(caller, id) is not { } owner)
            return CartEndpoints.NoOwner();
        await viewed.ClearAsync(owner);
        return TypedResults.NoContent();
    }
}
