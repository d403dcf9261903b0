using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Aspire.Dashboard.Hosting;

/// <summary>One of the addresses that <see cref="DashboardOptions.Url"/> names.</summary>
internal sealed record ListenAddress(string Scheme, string Host, int Port)
{
    public bool IsHttps => Scheme == Uri.UriSchemeHttps;

    /// <exception cref="DashboardException">There is none, one is no http address, or it is not loopback and that is not allowed.</exception>
    public static IReadOnlyList<ListenAddress> ParseAll(string urls, bool allowRemote)
    {
        var addresses = urls
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(url => Parse(url, allowRemote))
            .ToArray();
        return addresses.Length > 0
            ? addresses
            : throw new DashboardException("The dashboard has no address to listen on.");
    }

    public void Listen(KestrelServerOptions kestrel, HttpProtocols? protocols = null)
    {
        void Configure(ListenOptions options)
        {
            options.Protocols = protocols ?? options.Protocols;
            if (IsHttps)
                options.UseHttps();
        }

        if (IPAddress.TryParse(Host, out var ip))
            kestrel.Listen(ip, Port, Configure);
        else if (!IsLocalhost(Host))
            kestrel.ListenAnyIP(Port, Configure);
        else if (Port == 0)
            kestrel.Listen(IPAddress.Loopback, 0, Configure); // ListenLocalhost refuses port 0: it would need the same free port twice.
        else
            kestrel.ListenLocalhost(Port, Configure);
    }

    public override string ToString() => $"{Scheme}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}";

    static ListenAddress Parse(string url, bool allowRemote)
    {
        // "*" and "+" are ASP.NET Core's names for every address; Uri knows neither.
        var readable = url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
        if (!Uri.TryCreate(readable, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
            throw new DashboardException($"The dashboard's address '{url}' is not an http or https address.");

        var host = uri.Host.Trim('[', ']');
        var loopback = IsLocalhost(host) || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
        if (!loopback && !allowRemote)
            throw new DashboardException($"The dashboard's address '{url}' can be reached from other machines; it listens on localhost unless hosts are allowed.");
        return new ListenAddress(uri.Scheme, host, uri.Port);
    }

    static bool IsLocalhost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
