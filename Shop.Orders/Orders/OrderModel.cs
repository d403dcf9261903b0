using Microsoft.EntityFrameworkCore;

namespace Shop.Orders.Orders;

static class OrderModel
{
    const int CurrencyLength = 3, CodeLength = 50, NameLength = 200;

    public static void AddOrders(this ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Order>(order =>
        {
            order.ToTable("orders", static table => table.HasCheckConstraint("ck_orders_amounts", "subtotal >= 0 and discount >= 0 and shipping >= 0 and tax >= 0 and total >= 0"));
            order.Property(o => o.Id).ValueGeneratedNever();
            order.Property(o => o.Number).HasMaxLength(OrderNumber.Length);
            order.Property(o => o.Currency).HasMaxLength(CurrencyLength);
            order.Property(o => o.Coupon).HasMaxLength(CodeLength);
            order.Property(o => o.ShippingMethod).HasMaxLength(CodeLength);
            order.Property(o => o.Language).HasMaxLength(10);
            foreach (var amount in new[] { nameof(Order.Subtotal), nameof(Order.Discount), nameof(Order.Shipping), nameof(Order.Tax), nameof(Order.Total) })
                order.Property(amount).HasPrecision(18, 2);
            order.Property(o => o.TaxRate).HasPrecision(6, 5);
            order.Property(o => o.ShippingAddress).HasColumnType("jsonb").HasConversion(
                static address => System.Text.Json.JsonSerializer.Serialize(address, OrdersJson.Default.Address),
                static json => System.Text.Json.JsonSerializer.Deserialize(json, OrdersJson.Default.Address)!);
            order.HasIndex(o => o.Number).IsUnique();
            // A person's orders, and all of a state for staff, the latest first.
            order.HasIndex(o => new { o.UserId, o.PlacedAt, o.Id }).IsDescending(false, true, true);
            order.HasIndex(o => new { o.State, o.PlacedAt, o.Id }).IsDescending(false, true, true);
            order.HasIndex(o => new { o.PlacedAt, o.Id }).IsDescending(true, true);
            order.HasMany(o => o.Lines).WithOne().HasForeignKey(line => line.OrderId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<OrderLine>(line =>
        {
            line.ToTable("order_lines", static table => table.HasCheckConstraint("ck_order_lines_quantity", "quantity > 0 and shipped between 0 and quantity"));
            line.HasKey(l => new { l.OrderId, l.Position });
            line.Property(l => l.Sku).HasMaxLength(64);
            line.Property(l => l.Slug).HasMaxLength(NameLength);
            line.Property(l => l.NameEn).HasMaxLength(NameLength);
            line.Property(l => l.NameZh).HasMaxLength(NameLength);
            foreach (var amount in new[] { nameof(OrderLine.UnitPrice), nameof(OrderLine.Amount), nameof(OrderLine.Discount), nameof(OrderLine.Tax) })
                line.Property(amount).HasPrecision(18, 2);
        });
        modelBuilder.Entity<OrderEvent>(happened =>
        {
            happened.ToTable("order_events");
            happened.Property(e => e.Reason).HasMaxLength(OrderReasons.Length);
            happened.HasIndex(e => new { e.OrderId, e.Id });
            happened.HasOne<Order>().WithMany().HasForeignKey(e => e.OrderId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<OrderNote>(note =>
        {
            note.ToTable("order_notes");
            note.Property(n => n.Id).ValueGeneratedNever();
            note.Property(n => n.Text).HasMaxLength(OrderNote.Length);
            note.HasIndex(n => new { n.OrderId, n.At });
            note.HasOne<Order>().WithMany().HasForeignKey(n => n.OrderId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}
