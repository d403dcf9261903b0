using System.Net.Sockets;
using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Shop.Tests.Unit.Hosting.Servers;

/// <summary>An application builder without an orchestrator: the servers' part alone is tested here.</summary>
sealed class ServerBuilder : IDistributedApplicationBuilder
{
    private ServiceProvider? _provider;

    public ServerBuilder(params (string Key, string? Value)[] settings)
    {
        Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, s.Value)));
        // Nothing of a test may reach the user's secrets.
        Configuration["AppHost:ThrowAwayState"] = "true";
        Services.AddSingleton<IConfiguration>(Configuration);
        Services.AddLogging();
    }

    public ConfigurationManager Configuration { get; } = new();
    public string AppHostDirectory => AppContext.BaseDirectory;
    public Assembly? AppHostAssembly => null;
    public IHostEnvironment Environment => throw new NotSupportedException();
    public IServiceCollection Services { get; } = new ServiceCollection();
    public IDistributedApplicationEventing Eventing { get; } = new DistributedApplicationEventing();
    public DistributedApplicationExecutionContext ExecutionContext { get; } = new(DistributedApplicationOperation.Run);
    public IResourceCollection Resources { get; } = new Collection();
    public ServiceProvider Provider => _provider ??= Services.BuildServiceProvider();

    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource => new Builder<T>(this, resource);

    public DistributedApplication Build() => throw new NotSupportedException();

    /// <summary>Does what the orchestrator does with the ports.</summary>
    public static int Allocate(IResource resource)
    {
        using var socket = new TcpListener(System.Net.IPAddress.Loopback, 0);
        socket.Start();
        var port = ((System.Net.IPEndPoint)socket.LocalEndpoint).Port;
        var endpoint = resource.Annotations.OfType<EndpointAnnotation>().Single();
        endpoint.Replicas = [new AllocatedEndpoint(endpoint, "localhost", port)];
        return port;
    }

    public async Task<HealthReportEntry> CheckAsync(IResource resource)
    {
        var key = resource.Annotations.OfType<HealthCheckAnnotation>().Single().Key;
        var report = await Provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(r => r.Name == key, TestContext.Current.CancellationToken);
        return report.Entries[key];
    }

    private sealed class Collection : System.Collections.ObjectModel.Collection<IResource>, IResourceCollection
    {
        IResource IList<IResource>.this[int index] { get => this[index]; set => this[index] = value; }
    }

    private sealed class Builder<T>(IDistributedApplicationBuilder builder, T resource) : IResourceBuilder<T> where T : IResource
    {
        public IDistributedApplicationBuilder ApplicationBuilder => builder;
        public T Resource => resource;
    }
}
