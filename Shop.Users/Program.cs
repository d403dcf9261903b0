using Microsoft.EntityFrameworkCore;
using Shop.Users.Data;
using Shop.Users.Pages;
using Shop.Users.Pages.Errors;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddNpgsqlDbContext<UsersContext>("usersdb", configureDbContextOptions: static options =>
    // A second at most, not the default half minute: who waits that long has gone, and the next request may fare better.
    options.UseNpgsql(static npgsql => npgsql.EnableRetryOnFailure(3, TimeSpan.FromMilliseconds(500), null)));
builder.AddDatabaseMigration<UsersContext>();
builder.Services.AddPages();

var app = builder.Build();
app.UseErrorPages();
app.MapDefaultEndpoints();
app.UseRequestLocalization();
app.UseFormTokens();
app.MapPages();
app.Run();
