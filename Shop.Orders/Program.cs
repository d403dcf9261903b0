using Shop.Orders.Data;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddNpgsqlDbContext<OrdersContext>("ordersdb");
builder.AddDatabaseMigration<OrdersContext>();

var app = builder.Build();
app.MapDefaultEndpoints();
app.Run();
