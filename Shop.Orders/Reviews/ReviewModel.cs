using Microsoft.EntityFrameworkCore;
using Shop.Orders.Orders;
using Shop.Orders.Reviews.Pictures;

namespace Shop.Orders.Reviews;

static class ReviewModel
{
    public static void AddReviews(this ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Review>(review =>
        {
            review.ToTable("reviews", static table => table.HasCheckConstraint("ck_reviews_rating", "rating between 1 and 5"));
            review.Property(r => r.Id).ValueGeneratedNever();
            review.Property(r => r.Author).HasMaxLength(Review.AuthorLength);
            review.Property(r => r.Title).HasMaxLength(Review.TitleLength);
            review.Property(r => r.Text).HasMaxLength(Review.TextLength);
            review.Property(r => r.HiddenReason).HasMaxLength(Review.ReasonLength);
            review.Property(r => r.Version).IsConcurrencyToken();
            review.HasIndex(r => new { r.OrderId, r.Position }).IsUnique();
            review.HasIndex(r => new { r.ProductId, r.CreatedAt, r.Id }).IsDescending(false, true, true);
            // All of them, for staff.
            review.HasIndex(r => new { r.CreatedAt, r.Id }).IsDescending(true, true);
            review.HasOne<OrderLine>().WithMany().HasForeignKey(r => new { r.OrderId, r.Position }).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<ReviewPicture>(picture =>
        {
            picture.ToTable("review_pictures");
            picture.Property(p => p.Id).ValueGeneratedNever();
            picture.HasIndex(p => new { p.ReviewId, p.FileHash }).IsUnique();
            // Gone with its review.
            picture.HasOne<Review>().WithMany().HasForeignKey(p => p.ReviewId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<HelpfulVote>(vote =>
        {
            vote.ToTable("helpful_votes");
            vote.HasKey(v => new { v.ReviewId, v.UserId });
            vote.HasOne<Review>().WithMany().HasForeignKey(v => v.ReviewId).OnDelete(DeleteBehavior.Cascade);
        });
    }
}
