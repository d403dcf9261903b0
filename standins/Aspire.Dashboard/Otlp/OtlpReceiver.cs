using Aspire.Dashboard.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Aspire.Dashboard.Otlp;

/// <summary>
/// Takes telemetry in, on ports of its own: no page is served there, and the pages' port takes none. An export is answered once it is in
/// memory, and never waits for anyone who reads.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly ListenAddress? _grpc;
    readonly ListenAddress? _http;

    OtlpReceiver(WebApplication app, ListenAddress? grpc, ListenAddress? http) => (_app, _grpc, _http) = (app, grpc, http);

    /// <summary>Where OTLP over gRPC is taken, once it is started; null where it is not.</summary>
    public string? GrpcUrl { get; private set; }

    /// <summary>Where OTLP over HTTP is taken.</summary>
    public string? HttpUrl { get; private set; }

    public static OtlpReceiver Create(DashboardOptions options, OtlpSink sink, ILoggerFactory loggerFactory)
    {
        var allowRemote = options.AllowedHosts.Count > 0;
        var grpc = options.OtlpGrpcUrl is { } g ? ListenAddress.ParseAll(g, allowRemote)[0] : null;
        var http = options.OtlpHttpUrl is { } h ? ListenAddress.ParseAll(h, allowRemote)[0] : null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(OtlpReceiver).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Limits.RequestBytes;
            kestrel.Limits.MaxConcurrentConnections = 1_000;
            // Without TLS there is nothing to agree upon the version with, and gRPC speaks HTTP/2 at once.
            grpc?.Listen(kestrel, grpc.IsHttps ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http2);
            http?.Listen(kestrel, http.IsHttps ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1);
        });
        if (grpc?.IsHttps == true || http?.IsHttps == true)
            builder.WebHost.UseKestrelHttpsConfiguration();

        builder.Services.AddSingleton<ILoggerFactory>(new WarningLoggerFactory(loggerFactory));
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.AddSingleton(sink);
        builder.Services.AddRouting();
        builder.Services.AddGrpc(o => o.MaxReceiveMessageSize = options.Limits.RequestBytes);

        var app = builder.Build();
        var key = new OtlpKey(options.OtlpApiKey);
        app.Use((context, next) =>
        {
            if (key.IsIn(context.Request))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized; // which gRPC takes for UNAUTHENTICATED
            return Task.CompletedTask;
        });
        app.UseRouting();
        app.MapGrpcService<OtlpGrpcLogs>();
        app.MapGrpcService<OtlpGrpcTraces>();
        app.MapGrpcService<OtlpGrpcMetrics>();
        OtlpHttp.Map(app, sink, options.Limits);
        return new OtlpReceiver(app, grpc, http);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _app.StartAsync(cancellationToken).ConfigureAwait(false);
        // Bound in the order in which they were named; a name for both loopback addresses is bound twice.
        var bound = _app.Urls.Select(url => new Uri(url)).ToArray();
        GrpcUrl = _grpc is null ? null : (_grpc with { Port = bound[0].Port }).ToString();
        HttpUrl = _http is null ? null : (_http with { Port = bound[^1].Port }).ToString();
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
