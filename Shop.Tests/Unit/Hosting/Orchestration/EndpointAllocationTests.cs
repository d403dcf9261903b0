using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Xunit;

namespace Shop.Tests.Unit.Hosting.Orchestration;

public sealed class EndpointAllocationTests
{
    [Fact]
    public void A_fixed_port_is_the_first_replicas_and_the_others_get_free_ones()
    {
        var ports = new PortAllocator();
        var wanted = ports.Next();
        var endpoint = Allocate(ports, wanted, replicas: 3, randomize: false);

        Assert.Equal(wanted, endpoint.Replicas[0].Port);
        Assert.Equal(3, endpoint.Replicas.Select(r => r.Port).Distinct().Count());
        Assert.Equal($"http://localhost:{wanted}", endpoint.AllocatedEndpoint!.UriString);
    }

    [Fact]
    public void In_a_test_a_fixed_port_is_left_alone()
    {
        var ports = new PortAllocator();
        var wanted = ports.Next();

        Assert.NotEqual(wanted, Allocate(ports, wanted, replicas: 1, randomize: true).Replicas[0].Port);
    }

    [Fact]
    public void A_port_in_use_is_told_with_its_owner()
    {
        using var other = new TcpListener(IPAddress.Any, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var message = Assert.Throws<DistributedApplicationException>(() => Allocate(new(), port, replicas: 1, randomize: false)).Message;

        Assert.Contains($"Port {port}", message, StringComparison.Ordinal);
        Assert.Contains("'web'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_port_for_two_resources_is_refused()
    {
        var ports = new PortAllocator();
        var port = ports.Next();
        IResource[] both = [Resource("web", port, 1), Resource("shop", port, 1)];

        Assert.Contains("'shop'", Assert.Throws<DistributedApplicationException>(() => EndpointAllocation.Allocate(both, ports, randomize: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_are_given_once()
    {
        var ports = new PortAllocator();
        var given = Enumerable.Range(0, 200).Select(_ => ports.Next()).ToArray();

        Assert.Equal(given.Length, given.Distinct().Count());
        Assert.All(given, p => Assert.InRange(p, 20_000, 31_999));
    }

    private static EndpointAnnotation Allocate(PortAllocator ports, int port, int replicas, bool randomize)
    {
        var resource = Resource("web", port, replicas);
        EndpointAllocation.Allocate([resource], ports, randomize);
        return resource.Annotations.OfType<EndpointAnnotation>().Single();
    }

    private static ProjectResource Resource(string name, int port, int replicas)
    {
        var resource = new ProjectResource(name);
        resource.Annotations.Add(new EndpointAnnotation(ProtocolType.Tcp, "http", port: port));
        resource.Annotations.Add(new ReplicaAnnotation(replicas));
        return resource;
    }
}
