using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Aspire.StackExchange.Redis;

/// <summary>Healthy where every server answers a ping.</summary>
internal sealed class RedisHealthCheck(IServiceProvider services) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var address = "Redis";
        try
        {
            // The first to ask makes the connection, which blocks for seconds while the server is down.
            var connection = await Task.Run(services.GetRequiredService<IConnectionMultiplexer>, cancellationToken).WaitAsync(Patience, cancellationToken);
            foreach (var server in connection.GetServers())
            {
                address = $"Redis at {Describe(server.EndPoint)}";
                // A command would wait in the client's backlog for the server to come back.
                if (!server.IsConnected)
                    return new HealthCheckResult(context.Registration.FailureStatus, $"{address} can't be reached.");
                await server.PingAsync().WaitAsync(Patience, cancellationToken);
            }
            return HealthCheckResult.Healthy();
        }
        catch (TimeoutException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"{address} has not answered within {Patience.TotalSeconds:0} s.", exception);
        }
        catch (Exception exception) when (exception is RedisException or InvalidOperationException or ObjectDisposedException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"{address} can't be used: {exception.Message.ReplaceLineEndings(" ")}", exception);
        }
    }

    private static string Describe(EndPoint endpoint) => endpoint switch
    {
        DnsEndPoint { Host: var host, Port: var port } => $"{host}:{port}",
        _ => endpoint.ToString() ?? "",
    };
}
