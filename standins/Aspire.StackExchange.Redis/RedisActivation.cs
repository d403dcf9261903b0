using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Aspire.StackExchange.Redis;

/// <summary>Connects while the application starts, so that the first request need not; beside the start, which does not wait for it.</summary>
internal sealed class RedisActivation(IServiceProvider services) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Run(services.GetRequiredService<IConnectionMultiplexer>, stoppingToken);
}
