using Microsoft.EntityFrameworkCore;

namespace Shop.Catalog.Products;

/// <summary>What a paid order has sold, until it is counted.</summary>
sealed class Sale
{
    public long Id { get; init; }

    /// <summary>The lines, as two lists of one length: they are only ever read together.</summary>
    public required Guid[] ProductIds { get; init; }

    public required int[] Quantities { get; init; }

    /// <summary>Which of the products, each once, are counted as bought together.</summary>
    public required Guid[] Paired { get; init; }
}

static class SaleModel
{
    public static void AddSales(this ModelBuilder modelBuilder) =>
        modelBuilder.Entity<Sale>(sale =>
        {
            sale.ToTable("sales");
            sale.Property(s => s.Id).UseIdentityAlwaysColumn();
        });
}
