using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Shop.Catalog.Products;

namespace Shop.Catalog.Manage;

/// <summary>A product's price before and after, who changed it and when.</summary>
sealed class PriceChange
{
    public required Guid Id { get; init; }

    public required Guid ProductId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid UserId { get; init; }

    public required string UserName { get; init; }

    public required decimal OldPrice { get; init; }

    public required decimal NewPrice { get; init; }

    public required string Currency { get; init; }
}

sealed class PriceChangeConfiguration : IEntityTypeConfiguration<PriceChange>
{
    public void Configure(EntityTypeBuilder<PriceChange> change)
    {
        change.ToTable("price_changes");
        change.Property(c => c.Id).ValueGeneratedNever();
        change.Property(c => c.UserName).HasMaxLength(200);
        change.Property(c => c.OldPrice).HasPrecision(18, 2);
        change.Property(c => c.NewPrice).HasPrecision(18, 2);
        change.Property(c => c.Currency).HasColumnType("char(3)");
        change.HasOne<Product>().WithMany().HasForeignKey(c => c.ProductId).OnDelete(DeleteBehavior.Cascade);
        change.HasIndex(c => new { c.ProductId, c.Id });
    }
}
