using System.Diagnostics;
using Aspire.Hosting;
using Shop.Tests.Servers;
using StackExchange.Redis;
using Xunit;

namespace Shop.Tests.Unit.Integrations;

/// <summary>A real server of Redis's protocol with a password, on a port that it keeps over restarts: redis-server where it is installed, else Garnet, as the AppHost chooses.</summary>
sealed class RedisProcess : ServerProgram
{
    private const string Password = "secret";

    private static readonly string? s_redis = Find("redis-server");

    public int Port { get; } = FreePort();

    /// <summary>Where it keeps each write, to have it again after a restart; null keeps nothing.</summary>
    public string? Directory { get; init; }

    public string ConnectionString => $"127.0.0.1:{Port},password={Password}";

    public RedisProcess Start()
    {
        Start(s_redis is { } redis ? RedisServer(redis) : Garnet());
        return this;
    }

    /// <summary>A client that comes back soon after the server does; connected.</summary>
    public async Task<ConnectionMultiplexer> ConnectAsync(BacklogPolicy? backlog = null)
    {
        var options = ConfigurationOptions.Parse(ConnectionString);
        (options.AbortOnConnectFail, options.ReconnectRetryPolicy) = (false, new LinearRetry(50));
        if (backlog is not null)
            options.BacklogPolicy = backlog;
        var redis = await ConnectionMultiplexer.ConnectAsync(options);
        await Eventually.TrueAsync(() => redis.IsConnected, TestContext.Current.CancellationToken);
        return redis;
    }

    public override void Kill()
    {
        // Garnet writes once a second and when it ends.
        if (s_redis is null && Directory is not null && Process is { HasExited: false } process)
        {
            using var terminate = System.Diagnostics.Process.Start("kill", $"{process.Id}");
            process.WaitForExit(TimeSpan.FromSeconds(5));
        }
        base.Kill();
    }

    private ProcessStartInfo RedisServer(string program)
    {
        string[] storage = Directory is null ? ["--save", ""] : ["--save", "", "--appendonly", "yes", "--appendfsync", "always", "--dir", Directory];
        return new(program, ["--port", $"{Port}", "--bind", "127.0.0.1", "--requirepass", Password, "--daemonize", "no", .. storage]);
    }

    private ProcessStartInfo Garnet()
    {
        string[] storage = Directory is null ? [] : [Directory];
        return new(GarnetProgram.DotNet, [GarnetProgram.Find().Library, $"{Port}", "127.0.0.1", .. storage]) { Environment = { [GarnetProgram.PasswordVariable] = Password } };
    }
}
