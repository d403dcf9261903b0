using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.EntityFrameworkCore;
using Shop.Orders;
using Shop.Orders.Data;
using Shop.Orders.Orders;
using Shop.Orders.Payments;
using Shop.Orders.Payments.Simulator;
using Shop.Orders.Reviews;
using Shop.Orders.Reviews.Pictures;
using Shop.Orders.Staff;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Data;
using Shop.ServiceDefaults.Localization;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddTokenAuthentication(Scopes.Orders);
builder.AddNpgsqlDbContext<OrdersContext>("ordersdb", static database => database.ConnectionString = PooledConnection.Configure(database.ConnectionString), static options =>
    // A second at most, not the default half minute: who waits that long has gone, and the next request may fare better.
    options.UseNpgsql(static npgsql => npgsql.EnableRetryOnFailure(3, TimeSpan.FromMilliseconds(500), null)));
builder.AddDatabaseMigration<OrdersContext>();
builder.AddOrders();
builder.AddPayments();

builder.Services.AddLanguages(Language.Accepted);
builder.Services.ConfigureHttpJsonOptions(static options =>
{
    options.SerializerOptions.TypeInfoResolverChain.Insert(0, OrdersJson.Default);
    options.SerializerOptions.TypeInfoResolverChain.Insert(1, GatewayJson.Default);
    options.SerializerOptions.RespectRequiredConstructorParameters = true;
    options.SerializerOptions.RespectNullableAnnotations = true;
    options.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
});

var app = builder.Build();
app.MapDefaultEndpoints();
app.UseRequestLocalization();
app.MapOrders();
app.MapReviews();
app.MapReviewModeration();
app.MapReviewPictures();
app.MapStaff();
app.MapFigures();
app.MapOrderExport();
app.MapPaymentWebhook();
app.MapSimulator();
app.Run();
