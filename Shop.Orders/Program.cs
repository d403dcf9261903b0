using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.ServiceDefaults.Auth;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddTokenAuthentication(Scopes.Orders);
builder.AddNpgsqlDbContext<OrdersContext>("ordersdb", configureDbContextOptions: static options =>
    // A second at most, not the default half minute: who waits that long has gone, and the next request may fare better.
    options.UseNpgsql(static npgsql => npgsql.EnableRetryOnFailure(3, TimeSpan.FromMilliseconds(500), null)));
builder.AddDatabaseMigration<OrdersContext>();

var app = builder.Build();
app.MapDefaultEndpoints();
app.Run();
