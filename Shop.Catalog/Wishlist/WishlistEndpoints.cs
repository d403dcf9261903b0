using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Categories;
using Shop.Catalog.Checkout;
using Shop.Catalog.Data;
using Shop.Catalog.Products;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Wishlist;

static class WishlistEndpoints
{
    public const int MostWishes = 200;

    public static void MapWishlist(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/catalog/wishlist").WithTags("Wishlist").InLanguageOfRequest().RequireAuthorization(Policies.Person);
        group.MapGet("", GetAsync).WithName("GetWishlist").WithSummary("What the caller would like to have, the latest first. What is no longer sold is left out.");
        group.MapGet("/ids", IdsAsync).WithName("GetWishlistIds").WithSummary("The ids alone, for who only marks what is in it.");
        group.MapPut("/{productId:guid}", AddAsync).WithName("AddWish").WithSummary("Remembers a product; once however often.")
            .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);
        group.MapDelete("/{productId:guid}", RemoveAsync).WithName("RemoveWish").WithSummary("Forgets a product.");
    }

    static async Task<Ok<List<ProductSummary>>> GetAsync(
        ClaimsPrincipal caller, CatalogContext context, CategoryReader categories, HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = "no-store";
        var rows = await context.ReadAsync(
            new Statement().Append("select ").Append(ProductRow.Columns)
                .Append($" from wishes w join products p on p.id = w.product_id and p.status = 1 where w.user_id = {caller.UserId()} order by w.added_at desc, w.product_id limit {MostWishes}"),
            ProductRow.Read, cancellationToken);
        var tree = await categories.TreeAsync(cancellationToken);
        return TypedResults.Ok(rows.ConvertAll(row => ProductSummary.From(row, tree)));
    }

    static async Task<Ok<Guid[]>> IdsAsync(ClaimsPrincipal caller, CatalogContext context, HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = "no-store";
        var user = caller.UserId();
        return TypedResults.Ok(await context.Set<Wish>().Where(wish => wish.UserId == user).OrderByDescending(static wish => wish.AddedAt).Select(static wish => wish.ProductId).Take(MostWishes).ToArrayAsync(cancellationToken));
    }

    /// <summary>The limit is one of tidiness: two at once may go beyond it by one.</summary>
    static async Task<Results<NoContent, ProblemHttpResult>> AddAsync(
        Guid productId, ClaimsPrincipal caller, CatalogContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        var user = caller.UserId();
        var added = await context.Database.ExecuteSqlAsync(
            $"""
             insert into wishes (user_id, product_id, added_at)
             select {user}, p.id, {time.GetUtcNow()} from products p
             where p.id = {productId} and p.status = 1 and (select count(*) from wishes w where w.user_id = {user}) < {MostWishes}
             on conflict do nothing
             """, cancellationToken);
        if (added == 1 || await context.Set<Wish>().AnyAsync(wish => wish.UserId == user && wish.ProductId == productId, cancellationToken))
            return TypedResults.NoContent();
        var isSold = await context.Products.AnyAsync(product => product.Id == productId && product.Status == ProductStatus.Published, cancellationToken);
        return Invalid(isSold ? Language.Choose($"{MostWishes} are remembered already.", $"已收藏 {MostWishes} 种商品。") : CheckoutTexts.NotSold);
    }

    static async Task<NoContent> RemoveAsync(Guid productId, ClaimsPrincipal caller, CatalogContext context, CancellationToken cancellationToken)
    {
        var user = caller.UserId();
        await context.Set<Wish>().Where(wish => wish.UserId == user && wish.ProductId == productId).ExecuteDeleteAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    static ProblemHttpResult Invalid(string text) => TypedResults.Problem(
        new HttpValidationProblemDetails(new Dictionary<string, string[]> { ["productId"] = [text] }) { Status = StatusCodes.Status422UnprocessableEntity });
}
