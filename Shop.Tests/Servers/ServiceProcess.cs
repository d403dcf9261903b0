using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Shop.Tests.Servers;

/// <summary>A service of the shop as a process of its own, on a port of its own, so that it can be killed.</summary>
sealed class ServiceProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private ServiceProcess(string project, IEnumerable<(string Name, string Value)> environment)
    {
        // The project's own build beside the tests' own: bin/configuration/framework.
        var program = Path.Combine(
            [Path.GetDirectoryName(Projects.Shop_AppHost.ProjectPath)!, project, "bin", .. AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^2..], project + ".dll"]);
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{FreePort()}") };
        var info = new ProcessStartInfo("dotnet", [program]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(program) };
        foreach (var name in (string[])["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"])
            info.Environment.Remove(name);
        info.Environment["ASPNETCORE_URLS"] = Client.BaseAddress.ToString();
        // For the seconds that it lives, compiling its code a second time would cost more than it gains.
        info.Environment["DOTNET_TC_CallCounting"] = "0";
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        _process = Process.Start(info)!;
        _process.OutputDataReceived += (_, e) => Receive(e.Data);
        _process.ErrorDataReceived += (_, e) => Receive(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public HttpClient Client { get; }

    public string Output => string.Join('\n', _lines);

    /// <summary>Starts it, and waits until it is healthy or degraded.</summary>
    public static async Task<ServiceProcess> StartAsync(string project, params (string Name, string Value)[] environment)
    {
        var service = new ServiceProcess(project, environment);
        try
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    Assert.False(service._process.HasExited, service.Output);
                    return await service.HealthAsync() is "Healthy" or "Degraded";
                },
                TestContext.Current.CancellationToken);
            return service;
        }
        catch
        {
            service.Dispose();
            throw;
        }
    }

    /// <summary>Null while it does not answer.</summary>
    public async Task<string?> HealthAsync()
    {
        try
        {
            using var response = await Client.GetAsync("/health", TestContext.Current.CancellationToken);
            return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>As <c>kill -9</c> does: without a chance to end anything.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
        Client.Dispose();
    }

    private void Receive(string? line)
    {
        if (line is not null)
            _lines.Enqueue(line);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
