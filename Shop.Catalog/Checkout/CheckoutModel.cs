using Microsoft.EntityFrameworkCore;

namespace Shop.Catalog.Checkout;

static class CheckoutModel
{
    public static void AddCheckouts(this ModelBuilder modelBuilder) => modelBuilder.Entity<AcceptedCheckout>(checkout =>
    {
        checkout.ToTable("checkouts", static table =>
            table.HasCheckConstraint("ck_checkouts_lines", "cardinality(product_ids) = cardinality(quantities) and cardinality(product_ids) > 0 and 0 < all (quantities)"));
        checkout.Property(c => c.Id).ValueGeneratedNever();
        checkout.Property(c => c.IdempotencyKey).HasMaxLength(AcceptedCheckout.KeyLength);
        checkout.Property(c => c.FromCart).HasDefaultValue(false);
        checkout.HasIndex(c => new { c.UserId, c.IdempotencyKey }).IsUnique();
        checkout.HasIndex(c => c.CreatedAt).HasFilter("from_cart");
        checkout.HasIndex(c => c.ExpiresAt).HasFilter($"status = {(short)CheckoutStatus.Reserved}");
    });
}
