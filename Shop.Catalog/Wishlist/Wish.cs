using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Products;

namespace Shop.Catalog.Wishlist;

/// <summary>What a person would like to have. Unlike a cart it is kept for years, and so in the database.</summary>
sealed class Wish
{
    public required Guid UserId { get; init; }

    public required Guid ProductId { get; init; }

    public required DateTimeOffset AddedAt { get; init; }
}

static class WishModel
{
    public static void AddWishes(this ModelBuilder modelBuilder) => modelBuilder.Entity<Wish>(wish =>
    {
        wish.ToTable("wishes");
        wish.HasKey(w => new { w.UserId, w.ProductId });
        wish.HasIndex(w => new { w.UserId, w.AddedAt });
        // A product may only be deleted while nobody has bought it; wishes for it go with it.
        wish.HasOne<Product>().WithMany().HasForeignKey(w => w.ProductId).OnDelete(DeleteBehavior.Cascade);
    });
}
