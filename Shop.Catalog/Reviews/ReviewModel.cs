using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Products;

namespace Shop.Catalog.Reviews;

static class ReviewModel
{
    public static void AddReviews(this ModelBuilder modelBuilder) => modelBuilder.Entity<ProductReview>(review =>
    {
        review.ToTable("product_reviews", static table => table.HasCheckConstraint("ck_product_reviews_rating", "rating between 1 and 5"));
        review.Property(r => r.Id).ValueGeneratedNever();
        review.HasIndex(r => r.ProductId);
        review.HasOne<Product>().WithMany().HasForeignKey(r => r.ProductId).OnDelete(DeleteBehavior.Cascade);
    });
}
