using System.Net;
using System.Runtime.CompilerServices;
using Aspire.Dashboard;
using Aspire.Dashboard.Model;
using Aspire.Dashboard.Telemetry;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Shop.Tests.Unit.Dashboard;

/// <summary>A real dashboard on a free port, over resources that stand still.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    public const string Token = "4f1c8a2b9d3e7f60";
    public const string OtlpKey = "9c2e0b7a6d5f4e31";

    readonly DashboardApplication _application;

    DashboardServer(DashboardApplication application)
    {
        _application = application;
        Address = new Uri(new Uri(application.LoginUrl).GetLeftPart(UriPartial.Authority));
    }

    public Uri Address { get; }

    public DashboardApplication Application => _application;

    public TelemetryStore Telemetry => _application.Telemetry;

    public static async Task<DashboardServer> StartAsync(IResourceSource? source = null, TelemetryLimits? limits = null, string? file = null, string? otlpGrpcUrl = null, string otlpKey = OtlpKey)
    {
        var application = new DashboardApplication(
            new DashboardOptions
            {
                Url = "http://localhost:0",
                BrowserToken = Token,
                ApplicationName = "Shop",
                OtlpGrpcUrl = otlpGrpcUrl ?? "http://127.0.0.1:0",
                OtlpHttpUrl = "http://127.0.0.1:0",
                OtlpApiKey = otlpKey,
                TelemetryFile = file,
                Limits = limits ?? new(),
            },
            source ?? new StillSource(),
            LoggerFactory.Create(logging => logging.AddProvider(new TestOutput())));
        await application.StartReceivingAsync(TestContext.Current.CancellationToken);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new DashboardServer(application);
    }

    /// <summary>A browser that has not signed in and follows no redirect.</summary>
    public HttpClient Browser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address };

    public async Task<HttpClient> SignedInAsync()
    {
        var browser = Browser();
        using var answer = await browser.GetAsync($"/login?t={Token}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(CancellationToken.None);
        await _application.DisposeAsync();
    }
}

/// <summary>Resources and console lines that never change.</summary>
internal sealed class StillSource : IResourceSource
{
    public List<ResourceView> Resources { get; } = [];

    public Dictionary<string, ConsoleLine[]> Lines { get; } = [];

    public IReadOnlyList<ResourceView> GetResources() => Resources;

    public async IAsyncEnumerable<ResourceView> WatchAsync([EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var resource in Resources)
            yield return resource;
        await Cancellation(ct);
    }

    public IReadOnlyList<ConsoleLine> GetConsoleLines(string resourceId, int last) => [.. Lines.GetValueOrDefault(resourceId, []).TakeLast(last)];

    public async IAsyncEnumerable<ConsoleLine> WatchConsoleAsync(string resourceId, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var line in Lines.GetValueOrDefault(resourceId, []))
            yield return line;
        await Cancellation(ct);
    }

    static async Task Cancellation(CancellationToken ct)
    {
        var never = new TaskCompletionSource();
        await never.Task.WaitAsync(ct);
    }

    public Task<CommandOutcome> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken ct) => Task.FromResult(new CommandOutcome(true, null));
}

/// <summary>A clock that is moved by hand.</summary>
internal sealed class ManualClock : TimeProvider
{
    DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}

/// <summary>What the dashboard has to say stands beside the failure of the test.</summary>
internal sealed class TestOutput : ILoggerProvider, ILogger
{
    readonly ITestOutputHelper? _output = TestContext.Current.TestOutputHelper;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        try
        {
            _output?.WriteLine($"{logLevel}: {formatter(state, exception)} {exception}");
        }
        catch (InvalidOperationException)
        {
            // The test is over.
        }
    }

    public void Dispose()
    {
    }
}
