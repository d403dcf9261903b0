using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Shop.ServiceDefaults.Hosting;

internal static class ServerLimits
{
    /// <summary>One second of draining, three for what runs. With the two of the last export that is what the orchestrator gives before it kills.</summary>
    internal static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(4);

    /// <summary>In bytes. An endpoint that takes more, such as an upload, says so with <c>RequestSizeLimit</c>.</summary>
    internal const long LargestRequestBody = 1024 * 1024;

    internal static void AddServerLimits(this IServiceCollection services)
    {
        services.Configure<HostOptions>(static options =>
        {
            options.ShutdownTimeout = ShutdownTimeout;
            // One that hangs must not take the time of the others.
            options.ServicesStopConcurrently = true;
        });
        services.Configure<KestrelServerOptions>(static options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = LargestRequestBody;
        });
    }
}
