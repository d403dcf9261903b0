using Microsoft.EntityFrameworkCore;

namespace Shop.Users.Data;

sealed class UsersContext(DbContextOptions<UsersContext> options) : DbContext(options)
{
    public const string Schema = "users";

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.HasDefaultSchema(Schema);
}
