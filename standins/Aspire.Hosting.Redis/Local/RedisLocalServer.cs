using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>Redis as a program of this machine instead of a container.</summary>
sealed class RedisLocalServer(RedisResource resource) : ILocalServer, IDisposable
{
    /// <summary>Configuration: <c>redis-server</c> or <c>garnet</c>, where the choice is not to be left to what is installed.</summary>
    public const string EngineKey = "Redis:Engine";

    private RedisServerProgram? _redis;
    private GarnetProgram? _garnet;
    private DataDirectoryLock? _lock;
    private string _dataDirectory = "";
    private int _port;

    public async Task PrepareAsync(LocalServerContext context, CancellationToken cancellationToken)
    {
        _dataDirectory = Path.GetFullPath(context.DataDirectory);
        _port = context.Port;
        var configuration = context.Services.GetRequiredService<IConfiguration>();
        var engine = configuration[EngineKey];
        if (engine is not (null or "" or "redis-server" or "garnet"))
            throw new DistributedApplicationException($"{EngineKey} is '{engine}': set it to redis-server or garnet, or remove the setting.");
        _redis = engine == "garnet" ? null
            : await RedisServerProgram.FindAsync(configuration[RedisServerProgram.ConfigurationKey], Environment.GetEnvironmentVariable("PATH"), cancellationToken);
        if (_redis is null && engine == "redis-server")
            throw new DistributedApplicationException($"redis-server was not found: install Redis (e.g. 'apt install redis-server', 'brew install redis'), set {RedisServerProgram.ConfigurationKey} to the program, or remove {EngineKey} to use Garnet.");
        _garnet = _redis is null ? GarnetProgram.Find() : null;
        if (_lock is null)
        {
            _lock = DataDirectoryLock.Acquire(_dataDirectory, resource.Name);
            context.Services.GetService<IHostApplicationLifetime>()?.ApplicationStopped.Register(Dispose);
        }
    }

    public async Task<LocalServerProcess> StartAsync(LocalServerContext context, CancellationToken cancellationToken)
    {
        if (_lock is null)
            await PrepareAsync(context, cancellationToken);
        _port = context.Port;
        CreatePrivate(_dataDirectory);
        var password = resource.PasswordParameter is { } parameter ? await parameter.GetValueAsync(cancellationToken) ?? "" : "";
        var save = resource.Annotations.OfType<RedisPersistenceAnnotation>().LastOrDefault();
        return _redis is { } redis ? StartRedis(redis, password, save) : StartGarnet(_garnet!, password, save, context.Logger);
    }

    public string? Explain(IReadOnlyList<string> lastLines) => RedisStartFailure.Explain(lastLines, _dataDirectory, _port);

    public void Dispose() => Interlocked.Exchange(ref _lock, null)?.Dispose();

    private LocalServerProcess StartRedis(RedisServerProgram redis, string password, RedisPersistenceAnnotation? save)
    {
        var file = RedisServerProgram.WriteConfiguration(_dataDirectory, _port, Loopback(), password, save);
        return new(redis.Path, [file], _dataDirectory, new Dictionary<string, string>(), $"{redis.Path} {redis.Version}");
    }

    private LocalServerProcess StartGarnet(GarnetProgram garnet, string password, RedisPersistenceAnnotation? save, ILogger logger)
    {
        // Garnet reads none of Redis's files, so its own stand apart.
        var directory = Path.Combine(_dataDirectory, "garnet");
        CreatePrivate(directory);
        if (File.Exists(Path.Combine(_dataDirectory, "dump.rdb")) && !Directory.EnumerateFileSystemEntries(directory).Any())
            logger.LogWarning("What redis-server kept in {Directory} is not read by Garnet; it stays there untouched.", _dataDirectory);
        List<string> arguments = [garnet.Library, _port.ToString(CultureInfo.InvariantCulture), string.Join(',', Loopback())];
        if (save is not null)
            arguments.Add(directory);
        // Only this user can read a process's environment; anyone its arguments.
        var environment = new Dictionary<string, string> { [GarnetProgram.PasswordVariable] = password };
        return new(GarnetProgram.DotNet, arguments, directory, environment, $"{Path.GetFileName(garnet.Library)} (Microsoft.Garnet)");
    }

    /// <summary>Every address of this machine that a client may take "localhost" for.</summary>
    private static string[] Loopback()
    {
        try
        {
            var addresses = Dns.GetHostAddresses("localhost").Where(IPAddress.IsLoopback).Where(CanListen).Select(a => a.ToString()).Distinct().ToArray();
            return addresses.Length > 0 ? addresses : ["127.0.0.1"];
        }
        catch (SocketException)
        {
            return ["127.0.0.1"];
        }
    }

    private static bool CanListen(IPAddress address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
