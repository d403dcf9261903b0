var builder = DistributedApplication.CreateBuilder(args);

var postgres = builder.AddPostgres("postgres").WithDataVolume();
var usersDb = postgres.AddDatabase("usersdb");
var catalogDb = postgres.AddDatabase("catalogdb");
var ordersDb = postgres.AddDatabase("ordersdb");
var messagingDb = postgres.AddDatabase("messagingdb");

var cache = builder.AddRedis("cache");

var users = builder.AddProject<Projects.Shop_Users>("users")
    .WithReference(usersDb).WaitFor(usersDb)
    .WithReference(messagingDb).WaitFor(messagingDb)
    .WithReference(cache).WaitFor(cache)
    .WithHttpHealthCheck("/health");

var catalog = builder.AddProject<Projects.Shop_Catalog>("catalog")
    .WithReplicas(2)
    .WithReference(catalogDb).WaitFor(catalogDb)
    .WithReference(messagingDb).WaitFor(messagingDb)
    .WithReference(cache).WaitFor(cache)
    .WithHttpHealthCheck("/health");

var orders = builder.AddProject<Projects.Shop_Orders>("orders")
    .WithReplicas(2)
    .WithReference(ordersDb).WaitFor(ordersDb)
    .WithReference(messagingDb).WaitFor(messagingDb)
    .WithReference(cache).WaitFor(cache)
    .WithHttpHealthCheck("/health");

builder.AddProject<Projects.Shop_Web>("web")
    .WithExternalHttpEndpoints()
    .WithReference(users).WaitFor(users)
    .WithReference(catalog).WaitFor(catalog)
    .WithReference(orders).WaitFor(orders)
    .WithReference(cache).WaitFor(cache)
    .WithHttpHealthCheck("/health");

builder.Build().Run();
