using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Coupons;
using Shop.Catalog.Data;
using Shop.ServiceDefaults.OpenApi;

namespace Shop.Catalog.Manage;

/// <summary>A coupon as staff sees it; <see cref="Version"/> is what its ETag names, <see cref="Uses"/> how many orders hold it.</summary>
sealed record ManagedCoupon(
    Guid Id, string Code, decimal? Percentage, decimal? Amount, decimal MinimumTotal, int? MostUses, int? MostUsesPerUser, int Uses,
    DateTimeOffset StartsAt, DateTimeOffset? EndsAt, int Version)
{
    public static ManagedCoupon From(Coupon c) =>
        new(c.Id, c.Code, c.Percentage, c.Amount, c.MinimumTotal, c.MostUses, c.MostUsesPerUser, c.Uses, c.StartsAt, c.EndsAt, c.Version);
}

/// <summary>In order of their codes. <see cref="Next"/> goes as after.</summary>
sealed record ManagedCouponPage(IReadOnlyList<ManagedCoupon> Items, string? Next);

/// <summary>The order that holds it, whose it is and when it was placed.</summary>
sealed record CouponUseResponse(Guid OrderId, Guid UserId, DateTimeOffset At);

/// <summary>The latest first. <see cref="Next"/> goes as before.</summary>
sealed record CouponUsePage(IReadOnlyList<CouponUseResponse> Items, Guid? Next);

static class CouponManagementEndpoints
{
    const int PageSize = 50;

    static readonly CouponInput Example = new("SPRING-15", Percentage: 15, MinimumTotal: 40, MostUses: 1_000, MostUsesPerUser: 1);

    public static void MapCouponManagement(this RouteGroupBuilder manage)
    {
        var coupons = manage.MapGroup("/coupons").WithTags("Manage coupons");
        coupons.MapGet("", ListAsync).WithName("ListCoupons").WithSummary("Coupons in order of their codes; those after a code, or whose code begins with q.");
        coupons.MapGet("/{id:guid}", GetAsync).WithName("GetCoupon").WithSummary("A coupon; its ETag is its version.");
        coupons.MapGet("/{id:guid}/uses", UsesAsync).WithName("ListCouponUses").WithSummary("The orders that hold it, the latest first. Those that came to nothing have given it back.");
        coupons.MapPost("", CreateAsync).WithName("CreateCoupon").WithSummary("Makes a coupon: a percentage or an amount off the goods.").WithExamples(Example)
            .ProducesProblem(StatusCodes.Status409Conflict);
        Conditional(coupons.MapPut("/{id:guid}", UpdateAsync)).WithName("UpdateCoupon").WithSummary("Changes the version that If-Match names. Its code stays.").WithExamples(Example);
        Conditional(coupons.MapDelete("/{id:guid}", DeleteAsync)).WithName("DeleteCoupon").WithSummary("Removes a coupon that no order ever held; another is made to end.");
    }

    static RouteHandlerBuilder Conditional(RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status428PreconditionRequired);

    static async Task<Results<Ok<ManagedCouponPage>, ValidationProblem>> ListAsync(string? q, string? after, CatalogContext context, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        foreach (var (name, text) in new[] { ("q", q), ("after", after) })
            if (text is not null && (text.Length > Coupon.CodeLength || text.Any(char.IsControl)))
                errors[name] = [$"Must be a code or the beginning of one: at most {Coupon.CodeLength} characters, none of them a control character."];
        if (errors.Count > 0)
            return TypedResults.ValidationProblem(errors);
        var coupons = context.Coupons.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(q))
        {
            var beginning = q.Trim().ToUpperInvariant();
            coupons = coupons.Where(c => c.Code.StartsWith(beginning));
        }
        if (!string.IsNullOrEmpty(after))
            coupons = coupons.Where(c => c.Code.CompareTo(after) > 0);
        var items = await coupons.OrderBy(c => c.Code).Take(PageSize + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(new ManagedCouponPage([.. items.Take(PageSize).Select(ManagedCoupon.From)], items.Count > PageSize ? items[PageSize - 1].Code : null));
    }

    static async Task<Results<Ok<ManagedCoupon>, NotFound>> GetAsync(Guid id, HttpContext http, CatalogContext context, CancellationToken cancellationToken) =>
        await context.Coupons.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancellationToken) is { } coupon
            ? TypedResults.Ok(Respond(http, coupon))
            : TypedResults.NotFound();

    static async Task<Results<Ok<CouponUsePage>, NotFound>> UsesAsync(Guid id, Guid? before, CatalogContext context, CancellationToken cancellationToken)
    {
        if (!await context.Coupons.AnyAsync(c => c.Id == id, cancellationToken))
            return TypedResults.NotFound();
        // An order's id says when it was placed.
        var uses = context.CouponUses.AsNoTracking().Where(use => use.CouponId == id);
        if (before is { } last)
            uses = uses.Where(use => use.CheckoutId < last);
        var items = await uses.Join(context.Checkouts, use => use.CheckoutId, checkout => checkout.Id, (use, checkout) => new { use.CheckoutId, use.UserId, checkout.CreatedAt })
            .OrderByDescending(use => use.CheckoutId).Take(PageSize + 1)
            .Select(use => new CouponUseResponse(use.CheckoutId, use.UserId, use.CreatedAt))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new CouponUsePage([.. items.Take(PageSize)], items.Count > PageSize ? items[PageSize - 1].OrderId : null));
    }

    static async Task<Results<Created<ManagedCoupon>, ValidationProblem, ProblemHttpResult>> CreateAsync(
        CouponInput input, HttpContext http, CouponManagement management, CancellationToken cancellationToken)
    {
        if (input.Validate() is { Count: > 0 } errors)
            return TypedResults.ValidationProblem(errors);
        var change = await management.CreateAsync(input, Author.Of(http.User), cancellationToken);
        return change.Coupon is { } coupon
            ? TypedResults.Created($"/api/catalog/manage/coupons/{coupon.Id}", Respond(http, coupon))
            : Conflicts.ToProblem(change.Conflicts!);
    }

    static async Task<Results<Ok<ManagedCoupon>, NotFound, ValidationProblem, ProblemHttpResult>> UpdateAsync(
        Guid id, CouponInput input, HttpContext http, CatalogContext context, CouponManagement management, CancellationToken cancellationToken)
    {
        if (input.Validate() is { Count: > 0 } errors)
            return TypedResults.ValidationProblem(errors);
        if (await context.Coupons.FindAsync([id], cancellationToken) is not { } coupon)
            return TypedResults.NotFound();
        if (Precondition.Check(http.Request, coupon.Version) is { } refusal)
            return refusal;
        try
        {
            var change = await management.UpdateAsync(coupon, input, Author.Of(http.User), cancellationToken);
            return change.Coupon is null ? Conflicts.ToProblem(change.Conflicts!) : TypedResults.Ok(Respond(http, coupon));
        }
        catch (DbUpdateConcurrencyException)
        {
            return Precondition.Failed();
        }
    }

    static async Task<Results<NoContent, NotFound, ProblemHttpResult>> DeleteAsync(
        Guid id, HttpContext http, CatalogContext context, CouponManagement management, CancellationToken cancellationToken)
    {
        if (await context.Coupons.FindAsync([id], cancellationToken) is not { } coupon)
            return TypedResults.NotFound();
        if (Precondition.Check(http.Request, coupon.Version) is { } refusal)
            return refusal;
        try
        {
            return await management.DeleteAsync(coupon, Author.Of(http.User), cancellationToken)
                ? TypedResults.NoContent()
                : TypedResults.Problem("Orders refer to it. Let it end instead.", statusCode: StatusCodes.Status409Conflict);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Precondition.Failed();
        }
    }

    static ManagedCoupon Respond(HttpContext http, Coupon coupon)
    {
        Precondition.SetVersion(http.Response, coupon.Version);
        return ManagedCoupon.From(coupon);
    }
}
