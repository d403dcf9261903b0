using Microsoft.EntityFrameworkCore;
using Shop.ServiceDefaults.Data;
using Shop.ServiceDefaults.Pages;
using Shop.Users;
using Shop.Users.Accounts;
using Shop.Users.Data;
using Shop.Users.Mail;
using Shop.Users.Mail.Mailbox;
using Shop.Users.OpenIdConnect;
using Shop.Users.Pages;
using Shop.Users.Pages.Errors;
using Shop.Users.Security;
using Shop.Users.SignIn;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddNpgsqlDbContext<UsersContext>("usersdb", static database => database.ConnectionString = PooledConnection.Configure(database.ConnectionString), static options =>
    // A second at most, not the default half minute: who waits that long has gone, and the next request may fare better.
    options.UseNpgsql(static npgsql => npgsql.EnableRetryOnFailure(3, TimeSpan.FromMilliseconds(500), null)));
// Not a matter of health: without Redis rate limits are counted by each process alone.
builder.AddRedisClient("cache", static redis => redis.DisableHealthChecks = true);
builder.AddDatabaseMigration<UsersContext>(UsersSeed.RunAsync);
builder.AddPublicOrigin();
builder.AddRateLimits();
builder.AddAccounts();
builder.AddMail();
builder.AddOrderMail();
builder.AddProvider();
builder.AddSignIn();
builder.Services.AddPersonalData();
builder.Services.AddPages();
builder.AddSharedDataProtection();

var app = builder.Build();
if (args is [KeyEndpoints.Command])
{
    await app.RotateKeysAsync();
    return;
}
app.UsePublicOrigin();
app.UseSecurityHeaders();
app.UseErrorPages();
app.MapDefaultEndpoints();
app.UseProvider();
app.UseRequestLocalization();
app.UseFormTokens();
app.MapProvider();
app.MapPersonalData();
app.MapRegistration();
app.MapDataExport();
app.MapMailbox();
app.MapPages();
app.Run();
