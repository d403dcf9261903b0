using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Data;
using Xunit;

namespace Shop.Tests.Unit.Catalog;

public sealed class CatalogMigrationTests
{
    /// <summary>The service does not compare them at each start.</summary>
    [Fact]
    public void The_migrations_make_the_model()
    {
        using var context = new CatalogContextFactory().CreateDbContext([]);
        Assert.False(context.Database.HasPendingModelChanges());
    }
}
