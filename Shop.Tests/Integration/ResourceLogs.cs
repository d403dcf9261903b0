using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Tests.Integration;

/// <summary>What the services write, a file each, where the variable SHOP_LOGS names a folder: for who asks why a test failed.</summary>
static class ResourceLogs
{
    private static readonly string? s_folder = Environment.GetEnvironmentVariable("SHOP_LOGS");

    /// <summary>Begins to follow all resources, and ends with the application.</summary>
    public static void Follow(DistributedApplication application, IEnumerable<IResource> resources)
    {
        if (string.IsNullOrEmpty(s_folder))
            return;
        Directory.CreateDirectory(s_folder);
        var logs = application.Services.GetRequiredService<ResourceLoggerService>();
        foreach (var resource in resources)
            _ = FollowAsync(logs, resource, Path.Combine(s_folder, resource.Name + ".log"));
    }

    private static async Task FollowAsync(ResourceLoggerService logs, IResource resource, string path)
    {
        await using var file = new StreamWriter(path);
        file.AutoFlush = true;
        await foreach (var lines in logs.WatchAsync(resource))
        {
            foreach (var line in lines)
                await file.WriteLineAsync(line.Content);
        }
    }
}
