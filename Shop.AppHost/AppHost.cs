var builder = DistributedApplication.CreateBuilder(args);

var postgres = builder.AddPostgres("postgres").WithDataVolume();
var usersDb = postgres.AddDatabase("usersdb");
var catalogDb = postgres.AddDatabase("catalogdb");
var ordersDb = postgres.AddDatabase("ordersdb");
var messagingDb = postgres.AddDatabase("messagingdb");

// Carts and sessions are in it: it keeps what it knows over a restart.
var cache = builder.AddRedis("cache").WithDataVolume();

var adminEmail = builder.AddParameter("admin-email", "admin@shop.example", publishValueAsDefault: true);
var webSecret = builder.AddParameter("web-client-secret", new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);
var loadSecret = builder.AddParameter("load-client-secret", new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);

var paymentKey = builder.AddParameter("payment-key", new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);
var paymentWebhookSecret = builder.AddParameter("payment-webhook-secret", new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);

var users = builder.AddProject<Projects.Shop_Users>("users")
    .WithReference(usersDb).WaitFor(usersDb)
    .WithReference(messagingDb).WaitFor(messagingDb)
    .WithReference(cache).WaitFor(cache)
    .WithEnvironment("Identity__Admin__Email", adminEmail)
    .WithEnvironment("Identity__Clients__shop-web__Secret", webSecret)
    .WithEnvironment("Identity__Clients__shop-load__Secret", loadSecret)
    .WithHttpHealthCheck("/health")
    .WithHttpCommand("/dev/rotate-keys", "Rotate keys", commandName: "rotate-keys");

var catalog = builder.AddProject<Projects.Shop_Catalog>("catalog")
    .WithReplicas(2)
    .WithReference(catalogDb).WaitFor(catalogDb)
    .WithReference(messagingDb).WaitFor(messagingDb)
    .WithReference(cache).WaitFor(cache)
    .WithReference(users)
    .WithHttpHealthCheck("/health");

var orders = builder.AddProject<Projects.Shop_Orders>("orders")
    .WithReplicas(2)
    .WithReference(ordersDb).WaitFor(ordersDb)
    .WithReference(messagingDb).WaitFor(messagingDb)
    .WithReference(cache).WaitFor(cache)
    .WithReference(users)
    .WithEnvironment("Payments__Key", paymentKey)
    .WithEnvironment("Payments__WebhookSecret", paymentWebhookSecret)
    .WithHttpHealthCheck("/health");

// In development it is simulated; where the shop is deployed whoever deploys it says who takes the money.
if (builder.ExecutionContext.IsPublishMode)
    orders.WithEnvironment("Payments__Gateway", builder.AddParameter("payment-gateway"));

var web = builder.AddProject<Projects.Shop_Web>("web")
    .WithExternalHttpEndpoints()
    .WithReference(users).WaitFor(users)
    .WithReference(catalog).WaitFor(catalog)
    .WithReference(orders).WaitFor(orders)
    .WithReference(cache).WaitFor(cache)
    .WithEnvironment("Identity__Clients__shop-web__Secret", webSecret)
    .WithHttpHealthCheck("/health");

// Tokens are issued in the name of the shop's public address, and everyone who takes them has to know it.
var origin = web.GetEndpoint("https") is { Exists: true } https ? https : web.GetEndpoint("http");
foreach (var service in new[] { users, catalog, orders, web })
    service.WithEnvironment("Identity__Issuer", origin);

builder.Build().Run();
