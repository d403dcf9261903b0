using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Shop.Tests.Unit.Hosting;

/// <summary>An application of the test's own making, run as a test runs one: random ports, no dashboard, nothing kept.</summary>
sealed class TestApplication : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private TestApplication(DistributedApplication application) => Application = application;

    public DistributedApplication Application { get; }
    public ResourceNotificationService Notifications => Application.ResourceNotifications;

    /// <summary>Ends a wait for what never comes.</summary>
    public CancellationToken Deadline
    {
        get
        {
            _deadline.CancelAfter(s_patience);
            return _deadline.Token;
        }
    }

    public static IDistributedApplicationBuilder CreateBuilder(params string[] args)
    {
        AppHostInterception.Current = new Interception(args);
        try
        {
            return DistributedApplication.CreateBuilder([]);
        }
        finally
        {
            AppHostInterception.Current = null;
        }
    }

    public static async Task<TestApplication> StartAsync(IDistributedApplicationBuilder builder)
    {
        var application = new TestApplication(builder.Build());
        await application.Application.StartAsync(application.Deadline);
        return application;
    }

    public CustomResourceSnapshot Snapshot(string id) =>
        Notifications.TryGetCurrentState(id, out var e) ? e!.Snapshot : throw new ArgumentException($"No resource {id}.");

    public Task<ResourceEvent> WaitForStateAsync(string name, string state) =>
        Notifications.WaitForResourceAsync(name, e => e.Snapshot.State?.Text == state, Deadline);

    /// <summary>What a resource printed, once it holds the text.</summary>
    public async Task<IReadOnlyList<string>> WaitForLineAsync(string id, string text)
    {
        var lines = new List<string>();
        await foreach (var line in Application.Services.GetRequiredService<ResourceLoggerService>().WatchLinesAsync(id, Deadline))
        {
            lines.Add(line.Text);
            if (line.Text.Contains(text, StringComparison.Ordinal))
                break;
        }
        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        _deadline.Dispose();
    }

    private sealed class Interception(string[] args) : AppHostInterception
    {
        public override Assembly AppHostAssembly => typeof(TestApplication).Assembly;
        public override string[] Arguments => args;
        public override void BeforeBuild(DistributedApplicationBuilder builder) { }
        public override void AfterBuild(DistributedApplication application) { }
    }
}
