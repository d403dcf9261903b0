using Shop.Users.Data;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddNpgsqlDbContext<UsersContext>("usersdb");
builder.AddDatabaseMigration<UsersContext>();

var app = builder.Build();
app.MapDefaultEndpoints();
app.Run();
