using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Shop.Tests.Unit.Hosting.Model;

public sealed class ConnectionReferenceTests
{
    [Fact]
    public async Task A_service_is_told_every_replica_of_another()
    {
        var builder = TestApplication.CreateBuilder();
        var catalog = builder.AddResource(new ProjectResource("catalog")).WithHttpEndpoint(name: "http").WithReplicas(3);
        var web = builder.AddExecutable("web", "sleep", ".", "60").WithReference(catalog);

        var variables = await ResolveAsync(builder, web.Resource);

        var endpoint = catalog.Resource.Annotations.OfType<EndpointAnnotation>().Single();
        Assert.Equal(3, endpoint.Replicas.Select(r => r.Port).Distinct().Count());
        for (var i = 0; i < 3; i++)
            Assert.Equal(endpoint.Replicas[i].UriString, variables[$"services__catalog__http__{i}"]);
        Assert.Equal(variables["services__catalog__http__0"], variables["CATALOG_HTTP"]);
        Assert.DoesNotContain("services__catalog__http__3", variables.Keys);
        Assert.All(variables.Values, v => Assert.False(v!.EndsWith('/')));
    }

    [Fact]
    public async Task A_database_gives_its_connection_string_and_its_parts()
    {
        var builder = TestApplication.CreateBuilder();
        var password = builder.AddParameter("pg-password", "p w/d", secret: true);
        var postgres = builder.AddPostgres("postgres", password: password);
        var service = builder.AddExecutable("service", "sleep", ".", "60").WithReference(postgres.AddDatabase("catalogdb", "catalog-data"));

        var variables = await ResolveAsync(builder, service.Resource);

        var port = postgres.Resource.PrimaryEndpoint.Port;
        Assert.Equal($"Host=localhost;Port={port};Username=postgres;Password=p w/d;Database=catalog-data", variables["ConnectionStrings__catalogdb"]);
        Assert.Equal($"postgresql://postgres:p%20w%2Fd@localhost:{port}/catalog-data", variables["CATALOGDB_URI"]);
        Assert.Equal("catalog-data", variables["CATALOGDB_DATABASENAME"]);
        Assert.Equal($"{port}", variables["CATALOGDB_PORT"]);
    }

    [Fact]
    public async Task What_holds_a_secret_is_marked_as_one()
    {
        var builder = TestApplication.CreateBuilder();
        var key = builder.AddParameter("key", "k", secret: true);
        var service = builder.AddExecutable("service", "sleep", ".", "60")
            .WithReference(builder.AddRedis("cache")).WithEnvironment("KEY", key).WithEnvironment("MIXED", $"a={key}").WithEnvironment("PLAIN", "x");
        await using var application = builder.Build();
        EndpointAllocation.Allocate(builder.Resources, new(), randomize: true);
        var variables = await application.Services.GetRequiredService<ResourceEnvironment>()
            .ResolveAsync(ResourceInstance.Create(service.Resource)[0], TestContext.Current.CancellationToken);

        Assert.Equal(["CACHE_PASSWORD", "CACHE_URI", "ConnectionStrings__cache", "KEY", "MIXED"], variables.Where(v => v.IsSecret).Select(v => v.Name).Order());
    }

    [Fact]
    public async Task A_project_gets_what_the_contract_names()
    {
        var builder = TestApplication.CreateBuilder();
        var catalog = builder.AddProject("catalog", ProjectPath("Shop.Catalog")).WithReplicas(2).WithEnvironment("ASPNETCORE_ENVIRONMENT", "Staging");
        await using var application = builder.Build();
        EndpointAllocation.Allocate(builder.Resources, new(), randomize: true);
        var instances = ResourceInstance.Create(catalog.Resource);
        var variables = await VariablesAsync(application, instances[1]);

        Assert.Equal("catalog", variables["OTEL_SERVICE_NAME"]);
        Assert.Equal($"service.instance.id={instances[1].Suffix}", variables["OTEL_RESOURCE_ATTRIBUTES"]);
        Assert.Matches("^[a-z]{8}$", instances[1].Suffix);
        Assert.Equal($"catalog-{instances[1].Suffix}", instances[1].Id);
        Assert.Equal("simple", variables["LOGGING__CONSOLE__FORMATTERNAME"]);
        Assert.Equal("in_memory", variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"]);
        Assert.Equal(catalog.Resource.Annotations.OfType<EndpointAnnotation>().Single().Replicas[1].UriString, variables["ASPNETCORE_URLS"]);
        Assert.Equal("http", variables["DOTNET_LAUNCH_PROFILE"]);
        // The launch profile says Development, but only where nobody said otherwise.
        Assert.Equal("Staging", variables["ASPNETCORE_ENVIRONMENT"]);
        Assert.DoesNotContain(variables.Keys, k => k is "HTTP_PORTS" or "ASPNETCORE_FORWARDEDHEADERS_ENABLED");
    }

    [Fact]
    public async Task A_project_is_told_where_its_telemetry_goes_and_the_key_is_a_secret()
    {
        var builder = TestApplication.CreateBuilder();
        var catalog = builder.AddProject("catalog", ProjectPath("Shop.Catalog"));
        await using var application = builder.Build();
        EndpointAllocation.Allocate(builder.Resources, new(), randomize: true);
        var target = new TelemetryTarget();
        target.Set(new("http://127.0.0.1:4317", "grpc", "the-key"));
        var variables = await new ResourceEnvironment(target, builder.ExecutionContext)
            .ResolveAsync(ResourceInstance.Create(catalog.Resource)[0], TestContext.Current.CancellationToken);

        var values = variables.ToDictionary(v => v.Name, v => v.Value);
        Assert.Equal("http://127.0.0.1:4317", values["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal("grpc", values["OTEL_EXPORTER_OTLP_PROTOCOL"]);
        Assert.Equal("x-otlp-api-key=the-key", values["OTEL_EXPORTER_OTLP_HEADERS"]);
        Assert.Equal("always_on", values["OTEL_TRACES_SAMPLER"]);
        Assert.True(variables.Single(v => v.Name == "OTEL_EXPORTER_OTLP_HEADERS").IsSecret);
    }

    [Fact]
    public async Task Without_a_dashboard_no_telemetry_is_sent()
    {
        var builder = TestApplication.CreateBuilder();
        var catalog = builder.AddProject("catalog", ProjectPath("Shop.Catalog"));
        await using var application = builder.Build();
        EndpointAllocation.Allocate(builder.Resources, new(), randomize: true);

        var variables = await VariablesAsync(application, ResourceInstance.Create(catalog.Resource)[0]);

        Assert.DoesNotContain(variables.Keys, k => k.StartsWith("OTEL_EXPORTER", StringComparison.Ordinal));
    }

    [Fact]
    public void The_apphosts_own_settings_are_not_inherited()
    {
        var inherited = ResourceEnvironment.Inherit([new("MINE", "1", IsFromSpec: true)]);

        Assert.Equal("1", inherited["MINE"]);
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), inherited["PATH"]);
        Assert.DoesNotContain(inherited.Keys, k => k is "ASPNETCORE_ENVIRONMENT" or "DOTNET_ENVIRONMENT" or "ASPNETCORE_URLS" or "DOTNET_LAUNCH_PROFILE");
    }

    internal static string ProjectPath(string name)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Shop.sln")))
            directory = directory.Parent;
        return Path.Combine(directory!.FullName, name, $"{name}.csproj");
    }

    private static async Task<Dictionary<string, string?>> ResolveAsync(IDistributedApplicationBuilder builder, IResource resource)
    {
        await using var application = builder.Build();
        EndpointAllocation.Allocate(builder.Resources, new(), randomize: true);
        return await VariablesAsync(application, ResourceInstance.Create(resource)[0]);
    }

    private static async Task<Dictionary<string, string?>> VariablesAsync(DistributedApplication application, ResourceInstance instance) =>
        (await application.Services.GetRequiredService<ResourceEnvironment>().ResolveAsync(instance, TestContext.Current.CancellationToken)).ToDictionary(v => v.Name, v => v.Value);
}
