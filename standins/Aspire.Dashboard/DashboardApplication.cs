using System.Globalization;
using System.Net.Sockets;
using Aspire.Dashboard.Api;
using Aspire.Dashboard.Assets;
using Aspire.Dashboard.ConsoleLogs;
using Aspire.Dashboard.Hosting;
using Aspire.Dashboard.Localization;
using Aspire.Dashboard.Model;
using Aspire.Dashboard.Otlp;
using Aspire.Dashboard.Resources;
using Aspire.Dashboard.Security;
using Aspire.Dashboard.Shell;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Runs;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.FluentUI.AspNetCore.Components;

namespace Aspire.Dashboard;

/// <summary>The dashboard: its own web server inside the process that hosts it, stopped with it.</summary>
public sealed class DashboardApplication : IAsyncDisposable
{
    static readonly TimeSpan GracefulStop = TimeSpan.FromMilliseconds(300);
    static readonly TimeSpan LongestStop = TimeSpan.FromMilliseconds(900);

    readonly DashboardOptions _options;
    readonly IResourceSource _source;
    readonly ILoggerFactory _loggerFactory;
    readonly TelemetryStore _telemetry;
    WebApplication? _app;
    RunArchive? _archive;
    OtlpReceiver? _receiver;

    public DashboardApplication(DashboardOptions options, IResourceSource source, ILoggerFactory loggerFactory)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.BrowserToken);
        if (options.OtlpGrpcUrl is not null || options.OtlpHttpUrl is not null)
            ArgumentException.ThrowIfNullOrWhiteSpace(options.OtlpApiKey);
        _options = options;
        _telemetry = new TelemetryStore(options.Limits, TimeProvider.System);
        _source = source;
        _loggerFactory = loggerFactory;
    }

    /// <summary>The link that signs a browser in; empty until <see cref="StartAsync"/> has completed.</summary>
    public string LoginUrl { get; private set; } = "";

    /// <summary>Where OTLP over gRPC is taken; null before <see cref="StartReceivingAsync"/>, and where it is not.</summary>
    public string? OtlpGrpcUrl => _receiver?.GrpcUrl;

    /// <summary>Where OTLP over HTTP is taken.</summary>
    public string? OtlpHttpUrl => _receiver?.HttpUrl;

    internal TelemetryStore Telemetry => _telemetry;

    /// <summary>Starts to take telemetry in, if it is to; before the pages, so that senders need not wait for those.</summary>
    /// <exception cref="DashboardException">As <see cref="StartAsync"/>.</exception>
    public async Task StartReceivingAsync(CancellationToken ct)
    {
        if (_options.OtlpGrpcUrl is null && _options.OtlpHttpUrl is null)
            return;
        var addresses = ListenAddress.ParseAll($"{_options.OtlpGrpcUrl};{_options.OtlpHttpUrl}", allowRemote: _options.AllowedHosts.Count > 0);
        var sink = new OtlpSink(_telemetry);
        var receiver = OtlpReceiver.Create(_options, sink, _loggerFactory);
        try
        {
            await Task.Run(() => receiver.StartAsync(ct), ct).ConfigureAwait(false);
            _receiver = receiver;
            if (_options.TelemetryFile is { } file)
                _archive = await Task.Run(() => RunArchive.Open(file, TimeProvider.System, _loggerFactory.CreateLogger<RunArchive>()), ct).ConfigureAwait(false);
            sink.Received = _archive is null ? null : _archive.Keep;
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidOperationException)
        {
            await receiver.DisposeAsync().ConfigureAwait(false);
            throw new DashboardException(Explain(e, addresses), e);
        }
    }

    /// <summary>Starts to listen, off the caller's thread.</summary>
    /// <exception cref="DashboardException">An address can't be used: it is taken, not loopback, or https and there is no certificate.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        var addresses = ListenAddress.ParseAll(_options.Url, allowRemote: _options.AllowedHosts.Count > 0);
        try
        {
            await Task.Run(
                async () =>
                {
                    _app = Build(_options, addresses, _source, _telemetry, new TelemetryRuns(_telemetry, _archive, _options.Limits), _loggerFactory);
                    await _app.StartAsync(ct).ConfigureAwait(false);
                },
                ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidOperationException)
        {
            throw new DashboardException(Explain(e, addresses), e);
        }

        var bound = _app!.Urls.FirstOrDefault();
        var port = Uri.TryCreate(bound, UriKind.Absolute, out var uri) ? uri.Port : addresses[0].Port;
        LoginUrl = $"{addresses[0] with { Port = port }}/login?t={Uri.EscapeDataString(_options.BrowserToken)}";
        _app.Services.GetRequiredService<ResourceFeed>().Start();
        _app.Services.GetRequiredService<TelemetryFeed>().Start();
    }

    /// <summary>Stops within a second, whatever browsers are connected.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        if (_app is not null)
        {
            await _app.Services.GetRequiredService<ResourceFeed>().StopAsync().ConfigureAwait(false);
            await _app.Services.GetRequiredService<TelemetryFeed>().StopAsync().ConfigureAwait(false);
        }

        using var graceful = CancellationTokenSource.CreateLinkedTokenSource(ct);
        graceful.CancelAfter(GracefulStop);
        try
        {
            await Task.WhenAll(_app?.StopAsync(graceful.Token) ?? Task.CompletedTask, _receiver?.StopAsync(graceful.Token) ?? Task.CompletedTask)
                .WaitAsync(LongestStop, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            // A browser that does not let go must not hold up the end of the application.
        }

        if (_archive is not null)
            await _archive.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var part in (IAsyncDisposable?[])[_receiver, _app])
                if (part is not null)
                    await part.DisposeAsync().AsTask().WaitAsync(LongestStop).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // As in StopAsync.
        }
    }

    static WebApplication Build(DashboardOptions options, IReadOnlyList<ListenAddress> addresses, IResourceSource source, TelemetryStore telemetry, TelemetryRuns runs, ILoggerFactory loggerFactory)
    {
        // Empty: the environment variables and settings files of this process speak to the host, not to the dashboard.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(DashboardApplication).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            foreach (var address in addresses)
                // Without TLS nobody could ask for HTTP/2.
                address.Listen(kestrel, address.IsHttps ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1);
        });
        if (addresses.Any(a => a.IsHttps))
            builder.WebHost.UseKestrelHttpsConfiguration();

        var services = builder.Services;
        services.AddSingleton<ILoggerFactory>(new WarningLoggerFactory(loggerFactory));
        services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(source);
        services.AddSingleton<BrowserSession>();
        services.AddSingleton<LoginLimiter>();
        services.AddSingleton<ApiKey>();
        services.AddSingleton<ResourceFeed>();
        services.AddSingleton(telemetry);
        services.AddSingleton(runs);
        services.AddScoped<ShownTelemetry>();
        services.AddSingleton<TelemetryFeed>();
        services.AddScoped<CommandRunner>();
        services.AddFluentUIComponents(o =>
        {
            o.Toast.Position = ToastPosition.BottomCenter;
            o.Toast.VerticalOffset = 72; // above a phone's navigation
        });
        services.AddRouting();
        services.AddLocalization();
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery(o =>
        {
            var suffix = addresses[0].Port == 0 ? Random.Shared.Next() : addresses[0].Port; // cookies know no ports
            o.Cookie.Name = string.Create(CultureInfo.InvariantCulture, $"dashboard-antiforgery-{suffix}");
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.SuppressXFrameOptionsHeader = true;
        });
        services.AddRazorComponents().AddInteractiveServerComponents(o =>
        {
            o.DisconnectedCircuitMaxRetained = 20;
            o.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(1);
        });

        var app = builder.Build();
        app.UseSecurityHeaders();
        app.UseHostCheck(options);
        app.UseWhen(
            context => context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase),
            pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        app.UseRouting();
        app.UseSessionCheck(app.Services.GetRequiredService<BrowserSession>(), app.Services.GetRequiredService<ApiKey>());
        app.UseLanguageChoice();
        app.UseAntiforgery();
        EmbeddedAssets.Map(app);
        LoginEndpoints.Map(app);
        ConsoleDownload.Map(app);
        TelemetryApi.Map(app);
        ClearEndpoint.Map(app);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }

    static string Explain(Exception e, IReadOnlyList<ListenAddress> addresses)
    {
        var where = string.Join(" or ", addresses);
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is not SocketException socket)
                continue;
            return socket.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"The dashboard can't listen on {where}: another program uses that port. Stop it, or give the dashboard another address.",
                SocketError.AccessDenied => $"The dashboard can't listen on {where}: the system does not allow it.",
                _ => $"The dashboard can't listen on {where}: {socket.Message}.",
            };
        }

        return addresses.Any(a => a.IsHttps) && e is InvalidOperationException
            ? $"The dashboard can't listen on {where}: there is no developer certificate. Make one with 'dotnet dev-certs https', or use an http address."
            : $"The dashboard can't listen on {where}: {e.Message}";
    }
}
