using System.Globalization;
using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An address that a resource listens on.</summary>
public sealed class EndpointAnnotation(
    ProtocolType protocol, string? uriScheme = null, string? transport = null, string? name = null, int? port = null,
    int? targetPort = null, bool? isExternal = null, bool isProxied = true) : IResourceAnnotation
{
    public ProtocolType Protocol { get; } = protocol;
    public string UriScheme { get; set; } = uriScheme ?? "tcp";
    public string Transport { get; set; } = transport ?? (uriScheme is "http" or "https" ? "http" : "tcp");
    public string Name { get; } = name ?? uriScheme ?? "tcp";

    /// <summary>The port that others use; null gives a free one.</summary>
    public int? Port { get; set; } = port;

    /// <summary>The port that the program itself listens on, in a container.</summary>
    public int? TargetPort { get; set; } = targetPort;
    public bool IsExternal { get; set; } = isExternal ?? false;
    public bool IsProxied { get; set; } = isProxied;

    /// <summary>The variable that tells the program its port.</summary>
    public string? TargetPortEnvironmentVariable { get; set; }

    /// <summary>True where it comes from a launch profile, so that the program is told of it by <c>ASPNETCORE_URLS</c>.</summary>
    public bool FromLaunchProfile { get; set; }

    /// <summary>The first replica's address.</summary>
    public AllocatedEndpoint? AllocatedEndpoint => Replicas.Count > 0 ? Replicas[0] : null;

    /// <summary>One address a replica, in the order of the replicas: a client chooses among all of them.</summary>
    internal IReadOnlyList<AllocatedEndpoint> Replicas { get; set; } = [];
}

public sealed class AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port)
{
    public EndpointAnnotation Endpoint { get; } = endpoint;
    public string Address { get; } = address;
    public int Port { get; } = port;
    public string UriScheme => Endpoint.UriScheme;
    public string UriString => string.Create(CultureInfo.InvariantCulture, $"{UriScheme}://{Address}:{Port}");
}
