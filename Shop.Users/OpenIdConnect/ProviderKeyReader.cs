namespace Shop.Users.OpenIdConnect;

/// <summary>Follows the keys that another replica, or a command, has made, and the time from which they are used.</summary>
sealed class ProviderKeyReader(IServiceScopeFactory scopes, ProviderKeyRing ring, TimeProvider time, ILogger<ProviderKeyReader> logger) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // The seed reads them first, once there is a table to read.
            if (!ring.IsReady)
                continue;
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<ProviderKeys>().LoadAsync(create: false, stoppingToken);
            }
#pragma warning disable CA1031 // Whatever it is, the keys that are known still do.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.LogWarning("The provider's keys can't be read again ({Reason}).", exception.GetBaseException().Message);
            }
        }
    }
}
