using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Shop.Orders.Data;

/// <summary>For <c>dotnet ef migrations add</c>, which needs the model and no database.</summary>
sealed class OrdersContextFactory : IDesignTimeDbContextFactory<OrdersContext>
{
    public OrdersContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<OrdersContext>().UseNpgsql().Options);
}
