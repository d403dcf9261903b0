using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting;

/// <summary>Gives out ports of this machine that nobody listens on.</summary>
sealed class PortAllocator
{
    // Below the range that the operating system gives to outgoing connections (from 32768 on Linux, 49152 elsewhere).
    private const int First = 20_000, Last = 32_000;

    private readonly Lock _lock = new();
    private readonly HashSet<int> _given = [];

    /// <exception cref="DistributedApplicationException">No port is free.</exception>
    public int Next()
    {
        lock (_lock)
        {
            for (var attempt = 0; attempt < 2_000; attempt++)
            {
                var port = Random.Shared.Next(First, Last);
                if (!_given.Contains(port) && IsFree(port))
                {
                    _given.Add(port);
                    return port;
                }
            }
        }
        throw new DistributedApplicationException($"No free port between {First} and {Last} was found.");
    }

    /// <summary>True where a program can listen on every address that a client may take <c>localhost</c> for.</summary>
    public static bool IsFree(int port) => CanListen(IPAddress.Loopback, port) && CanListen(IPAddress.IPv6Loopback, port);

    private static bool CanListen(IPAddress address, int port)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException e)
        {
            // A machine without IPv6 has no such address: then nobody listens there either.
            return e.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;
        }
    }
}
