using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Aspire.Hosting;

static class RedisHealth
{
    public static async Task<HealthCheckResult> CheckAsync(RedisResource server, CancellationToken cancellationToken)
    {
        if (!server.PrimaryEndpoint.IsAllocated || await server.ConnectionStringExpression.GetValueAsync(cancellationToken) is not { } connectionString)
            return HealthCheckResult.Unhealthy("The server has no port yet.");
        try
        {
            // The client takes its whole timeout to notice that nobody listens yet; a socket notices at once.
            using (var socket = new TcpClient())
                await socket.ConnectAsync(server.PrimaryEndpoint.Host, server.PrimaryEndpoint.Port, cancellationToken);
            // One connection a check: a multiplexer that reconnects by itself would hide a restart, and knocks on in vain while the server is down.
            var options = ConfigurationOptions.Parse(connectionString);
            options.AbortOnConnectFail = true;
            options.ConnectRetry = 0;
            options.ConnectTimeout = options.AsyncTimeout = options.SyncTimeout = 5000;
            options.ClientName = "AppHost";
            await using var connection = await ConnectionMultiplexer.ConnectAsync(options);
            await connection.GetDatabase().PingAsync();
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is RedisException or TimeoutException or SocketException)
        {
            // The client's messages name addresses and states, never the password.
            return HealthCheckResult.Unhealthy($"The server does not answer: {e.Message}", e);
        }
    }
}
