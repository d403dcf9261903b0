using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Coupons;
using Shop.Catalog.Data;

namespace Shop.Catalog.Seed;

/// <summary>Two coupons to try, put in once: what staff change or remove since stays so.</summary>
static class SeedCoupons
{
    public const string Welcome = "WELCOME10", Large = "TWENTY";

    public static Task AddAsync(CatalogContext context, TimeProvider time, CancellationToken cancellationToken) =>
        context.Database.CreateExecutionStrategy().ExecuteAsync(async cancel =>
        {
            context.ChangeTracker.Clear();
            if (await context.SeedProgress.AnyAsync(progress => progress.Name == SeedProgress.Coupons, cancel))
                return;
            var now = time.GetUtcNow();
            context.AddRange(
                new SeedProgress { Name = SeedProgress.Coupons },
                new Coupon { Id = SeedId.From(Welcome, now), Code = Welcome, Percentage = 10, MostUsesPerUser = 1, StartsAt = now },
                new Coupon { Id = SeedId.From(Large, now), Code = Large, Amount = 20, MinimumTotal = 150, MostUses = 500, MostUsesPerUser = 2, StartsAt = now, EndsAt = now.AddYears(1) });
            await context.SaveChangesAsync(cancel);
            context.ChangeTracker.Clear();
        }, cancellationToken);
}
