using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Shop.ServiceDefaults.Errors;

namespace Shop.ServiceDefaults.Hosting;

internal static class RequestTimeout
{
    /// <summary>Longer than a caller's single try, so that it is the caller who gives up first.</summary>
    internal static readonly TimeSpan Default = TimeSpan.FromSeconds(10);

    internal static void AddDefaultRequestTimeout(this IServiceCollection services) =>
        services.AddRequestTimeouts(static options => options.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = Default,
            TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
            WriteTimeoutResponse = static http => Problem.WriteAsync(http, StatusCodes.Status504GatewayTimeout, "The answer took too long."),
        });

    /// <summary>Files are left out: how long one takes is the affair of the reader's line.</summary>
    internal static void UseDefaultRequestTimeout(this WebApplication app) =>
        app.UseWhen(
            static http => http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null,
            static branch => branch.UseRequestTimeouts());
}
