using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Shop.Users.Data;

/// <summary>For <c>dotnet ef migrations add</c>, which needs the model and no database.</summary>
sealed class UsersContextFactory : IDesignTimeDbContextFactory<UsersContext>
{
    public UsersContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<UsersContext>().UseNpgsql().Options);
}
