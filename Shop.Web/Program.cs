using Shop.ServiceDefaults.Localization;
using Shop.ServiceDefaults.Pages;
using Shop.Web.Clients;
using Shop.Web.Components;
using Shop.Web.Errors;
using Shop.Web.Gateway;
using Shop.Web.Preferences;
using Shop.Web.SearchEngines;
using Shop.Web.Security;
using Shop.Web.Sessions;
using Shop.Web.SignIn;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.Services.AddLanguages(Language.OfPage);
builder.AddSignIn();
builder.Services.AddCatalog();
builder.Services.AddGateway();
builder.Services.AddPages();

var app = builder.Build();
if (!app.Environment.IsDevelopment())
    app.UseHsts();
app.UseSecurityHeaders();
app.UseResponseCompression();
app.UseErrorPages();
app.MapDefaultEndpoints();
app.UseAuthentication();
app.UseSessions();
app.UseRequestLocalization();
app.UseAuthorization();
app.UseFormTokens();
app.MapStaticAssets();
app.MapGateway();
app.MapSignIn();
app.MapPreferences();
app.MapRobots();
app.MapPages();
app.Run();
