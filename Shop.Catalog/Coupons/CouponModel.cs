using Microsoft.EntityFrameworkCore;

namespace Shop.Catalog.Coupons;

static class CouponModel
{
    public static void AddCoupons(this ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Coupon>(coupon =>
        {
            coupon.ToTable("coupons", static table =>
            {
                table.HasCheckConstraint("ck_coupons_discount", "num_nonnulls(percentage, amount) = 1 and coalesce(percentage, 0) between 0 and 100 and coalesce(amount, 0) >= 0");
                table.HasCheckConstraint("ck_coupons_uses", "uses >= 0");
            });
            coupon.Property(c => c.Id).ValueGeneratedNever();
            coupon.Property(c => c.Code).HasMaxLength(Coupon.CodeLength);
            coupon.Property(c => c.Percentage).HasPrecision(5, 2);
            coupon.Property(c => c.Amount).HasPrecision(18, 2);
            coupon.Property(c => c.MinimumTotal).HasPrecision(18, 2);
            coupon.Property(c => c.Version).IsConcurrencyToken().HasDefaultValue(1);
            coupon.HasIndex(c => c.Code).IsUnique();
        });
        modelBuilder.Entity<CouponUse>(use =>
        {
            use.ToTable("coupon_uses");
            use.HasKey(u => u.CheckoutId);
            use.HasIndex(u => new { u.CouponId, u.UserId });
            use.HasOne<Coupon>().WithMany().HasForeignKey(u => u.CouponId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}
