using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Products;

namespace Shop.Catalog.Stock;

static class StockModel
{
    public static void AddStock(this ModelBuilder modelBuilder) => modelBuilder.Entity<StockMovement>(movement =>
    {
        movement.ToTable("stock_movements", static table => table.HasCheckConstraint("ck_stock_movements_reason", "reason between 1 and 5"));
        // One index for both: a product's movements in order lie side by side.
        movement.HasKey(m => new { m.ProductId, m.Id });
        movement.Property(m => m.Id).UseIdentityAlwaysColumn();
        movement.Property(m => m.Note).HasMaxLength(StockMovement.NoteLength);
        movement.HasOne<Product>().WithMany().HasForeignKey(m => m.ProductId).OnDelete(DeleteBehavior.Cascade);
    });
}
