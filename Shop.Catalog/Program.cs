using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog;
using Shop.Catalog.Caching;
using Shop.Catalog.Cart;
using Shop.Catalog.Categories;
using Shop.Catalog.Checkout;
using Shop.Catalog.Data;
using Shop.Catalog.Gallery;
using Shop.Catalog.Manage;
using Shop.Catalog.Pictures;
using Shop.Catalog.Products;
using Shop.Catalog.Search;
using Shop.Catalog.Seed;
using Shop.Catalog.Stock;
using Shop.Catalog.Wishlist;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Data;
using Shop.ServiceDefaults.Localization;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddTokenAuthentication(Scopes.Catalog);
builder.AddNpgsqlDbContext<CatalogContext>("catalogdb", static database => database.ConnectionString = PooledConnection.Configure(database.ConnectionString), static options =>
    // A second at most, not the default half minute: who waits that long has gone, and the next request may fare better.
    options.UseNpgsql(static npgsql => npgsql.EnableRetryOnFailure(3, TimeSpan.FromMilliseconds(500), null)));
builder.AddDatabaseMigration<CatalogContext>(CatalogSeed.RunAsync);
builder.AddCaching();
builder.AddCheckout();
builder.Services.AddCart();

builder.Services.AddLanguages(Language.Accepted);
builder.Services.AddScoped<CategoryReader>();
builder.Services.AddScoped<ProductLists>();
builder.Services.AddScoped<Suggestions>();
builder.Services.AddHostedService<ProductUpkeep>();
builder.Services.AddManagement();
builder.Services.AddSingleton<PictureCache>();
builder.Services.ConfigureHttpJsonOptions(options =>
{
    options.SerializerOptions.TypeInfoResolverChain.Insert(0, CatalogJson.Default);
    // What is missing, or null where it must not be, is told by its name.
    options.SerializerOptions.RespectRequiredConstructorParameters = true;
    options.SerializerOptions.RespectNullableAnnotations = true;
    // Chinese as it is, not as six characters each; what matters in HTML stays escaped.
    options.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
});

var app = builder.Build();
app.UseForwardedHeaders();
app.MapDefaultEndpoints();
app.UseRequestLocalization();
app.UseCaching();
app.MapCategories();
app.MapProducts();
app.MapRelatedProducts();
app.MapProductAddresses();
app.MapSuggestions();
app.MapPictures();
app.MapGallery();
app.MapCart();
app.MapRecentlyViewed();
app.MapWishlist();
app.MapCheckout();
app.MapDelivery();
app.MapStock();
app.MapManagement();
app.Run();
