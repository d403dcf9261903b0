using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Shop.Tests.Integration;
using Xunit;

[assembly: AssemblyFixture(typeof(ShopApplication))]

namespace Shop.Tests.Integration;

/// <summary>The real AppHost, started once for the whole run by the first test that asks for it.</summary>
public sealed class ShopApplication : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>What has to be shown to whoever listens at <see cref="TelemetryUrl"/>.</summary>
    public const string TelemetryKey = "the-key-of-the-tests";

    /// <summary>What a password's hash costs. Those that tests put into the database have cost less, and are hashed anew.</summary>
    public const int HashIterations = 60_000;

    private readonly SemaphoreSlim _gate = new(1);
    private DistributedApplication? _application;
    private Exception? _failure;

    /// <summary>
    /// Where the services send telemetry by OTLP over gRPC; only a test that wants it listens, and for all others this is a dashboard that is not
    /// there. Of requests only those are traced whose sender asks for it with a <c>traceparent</c>.
    /// </summary>
    public string TelemetryUrl { get; } = $"http://127.0.0.1:{FreePort()}";

    /// <exception cref="DistributedApplicationException">A resource did not become healthy; its last lines are in the message.</exception>
    public async Task<DistributedApplication> StartedAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // Started once, also where it fails: a second try would only hide the first.
            if (_failure is not null)
                throw new InvalidOperationException("The AppHost could not be started.", _failure);
            return _application ??= await StartAsync(cancellationToken);
        }
        catch (Exception e) when (_application is null)
        {
            _failure ??= e;
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<HttpClient> ClientAsync(string resource) => (await StartedAsync()).CreateHttpClient(resource);

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
            await _application.DisposeAsync();
        _gate.Dispose();
    }

    /// <summary>All tests come from one address. What an account may do stays as it is. Hundreds sign in, and their passwords cost less than people's.</summary>
    private static void RaiseLimitsByAddress(IDistributedApplicationTestingBuilder builder)
    {
        var users = builder.CreateResourceBuilder(builder.Resources.OfType<ProjectResource>().Single(static project => project.Name == "users"));
        foreach (var action in (string[])["SignIn", "Register", "Mail"])
            users.WithEnvironment($"Identity__Limits__{action}__PerAddress__Permits", "100000");
        users.WithEnvironment("Identity__Hashing__Iterations", HashIterations.ToString(CultureInfo.InvariantCulture));
        builder.CreateResourceBuilder(builder.Resources.OfType<ProjectResource>().Single(static project => project.Name == "catalog")).WithEnvironment("Cart__StrangerChanges", "100000");
    }

    private void SendTelemetry(IDistributedApplicationTestingBuilder builder)
    {
        foreach (var project in builder.Resources.OfType<ProjectResource>().ToList())
            builder.CreateResourceBuilder(project)
                .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", TelemetryUrl)
                .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
                .WithEnvironment("OTEL_EXPORTER_OTLP_HEADERS", $"x-otlp-api-key={TelemetryKey}")
                .WithEnvironment("OTEL_TRACES_SAMPLER", "parentbased_always_off")
                .WithEnvironment("OTEL_BSP_SCHEDULE_DELAY", "500")
                .WithEnvironment("OTEL_METRIC_EXPORT_INTERVAL", "3600000");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<DistributedApplication> StartAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(s_patience);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Shop_AppHost>(deadline.Token);
        RaiseLimitsByAddress(builder);
        SendTelemetry(builder);
        var application = await builder.BuildAsync(deadline.Token);
        ResourceLogs.Follow(application, builder.Resources);
        try
        {
            await application.StartAsync(deadline.Token);
            await application.ResourceNotifications.WaitForResourceHealthyAsync("web", deadline.Token);
            return application;
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }
}
