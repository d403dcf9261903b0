using Microsoft.EntityFrameworkCore;

namespace Shop.Orders.Data;

sealed class OrdersContext(DbContextOptions<OrdersContext> options) : DbContext(options)
{
    public const string Schema = "orders";

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.HasDefaultSchema(Schema);
}
