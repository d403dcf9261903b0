using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Orchestration;

/// <summary>Docker or Podman, where one of them works.</summary>
sealed class ContainerRuntime(IConfiguration configuration) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _gate = new(1);
    private string? _program;

    /// <summary>A container in the foreground: its output is the program's, and a signal to the program reaches it.</summary>
    /// <exception cref="ContainerRuntimeException">No container runtime works here.</exception>
    public async Task<ChildProcessStart> RunAsync(ContainerResource container, ResourceInstance instance, IReadOnlyList<string> arguments, IReadOnlyList<EnvironmentVariableSnapshot> variables, CancellationToken cancellationToken)
    {
        var program = await FindAsync(cancellationToken);
        var image = container.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault()
            ?? throw new DistributedApplicationException($"The container '{container.Name}' has no image.");
        List<string> command = ["run", "--rm", "--init", "--name", $"{instance.Id}-{instance.Suffix}"];
        foreach (var endpoint in container.Annotations.OfType<EndpointAnnotation>())
            command.AddRange(["-p", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{endpoint.Replicas[instance.Index].Port}:{endpoint.TargetPort ?? endpoint.Replicas[instance.Index].Port}")]);
        foreach (var mount in container.Annotations.OfType<ContainerMountAnnotation>())
            command.AddRange(["-v", $"{(mount.Source is { } source ? source + ":" : "")}{mount.Target}{(mount.IsReadOnly ? ":ro" : "")}"]);
        if (container.Entrypoint is { } entrypoint)
            command.AddRange(["--entrypoint", entrypoint]);
        // By name alone: the values stand in the program's environment, where only this user can read them.
        foreach (var variable in variables)
            command.AddRange(["-e", variable.Name]);
        return new(program, [.. command, image.ToString(), .. arguments], Path.GetTempPath(), ResourceEnvironment.Inherit(variables), image.ToString());
    }

    public void Dispose() => _gate.Dispose();

    private async Task<string> FindAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_program is not null)
                return _program;
            var reasons = new List<string>();
            foreach (var program in configuration["ASPIRE_CONTAINER_RUNTIME"] is { Length: > 0 } chosen ? [chosen] : (string[])["docker", "podman"])
            {
                if (await ProbeAsync(program, cancellationToken) is not { } reason)
                    return _program = program;
                reasons.Add(reason);
            }
            throw new ContainerRuntimeException($"It needs a container runtime: {string.Join(" and ", reasons)}. Install Docker or Podman and start it, then start this resource again.");
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <returns>Null where it works, else why not.</returns>
    private static async Task<string?> ProbeAsync(string program, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(s_patience);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["info"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = await process.StandardError.ReadToEndAsync(deadline.Token);
            await output;
            await process.WaitForExitAsync(deadline.Token);
            return process.ExitCode == 0 ? null : $"{program} does not work ({error.Trim().Split('\n')[^1]})";
        }
        catch (Win32Exception)
        {
            return $"{program} is not installed";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{program} does not answer";
        }
    }
}

sealed class ContainerRuntimeException(string message) : DistributedApplicationException(message);
