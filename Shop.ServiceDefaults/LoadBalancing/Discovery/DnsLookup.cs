using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;
using Microsoft.Extensions.Configuration;

namespace Shop.ServiceDefaults.LoadBalancing.Discovery;

/// <summary>
/// Asks name servers, those of this machine or those of <c>Discovery:NameServers</c> (<c>address:port</c>). The system's own resolver tells neither
/// how long an answer holds nor SRV records.
/// </summary>
internal sealed class DnsLookup(IConfiguration configuration)
{
    private const string NameServers = "Discovery:NameServers";

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(2);

    private readonly LookupClient _client = new(Options(configuration.GetSection(NameServers).Get<string[]>() ?? []));

    /// <summary>Every address of a host.</summary>
    /// <exception cref="DnsLookupException">No server has answered, or the host has no address.</exception>
    internal async Task<DnsAnswer> AddressesAsync(string host, int port, CancellationToken cancellationToken)
    {
        var (v4, v6) = (AskAsync(host, QueryType.A, cancellationToken), AskAsync(host, QueryType.AAAA, cancellationToken));
        // Many hosts have but one kind, and some servers answer the other with an error.
        await ((Task)Task.WhenAll(v4, v6)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        AddressRecord[] records = [.. new[] { v4, v6 }.Where(static query => query.IsCompletedSuccessfully).SelectMany(static query => query.Result.Answers.AddressRecords())];
        if (records.Length > 0)
            return new([.. records.Select(record => (new IPEndPoint(record.Address, port), (EndpointTraits?)null))], Shortest(records));
        await v4;
        throw new DnsLookupException($"{host} has no address");
    }

    /// <summary>The hosts, ports, priorities and weights of an SRV record (RFC 2782).</summary>
    /// <exception cref="DnsLookupException">No server has answered, or nothing is there.</exception>
    internal async Task<DnsAnswer> ServicesAsync(string name, CancellationToken cancellationToken)
    {
        var response = await AskAsync(name, QueryType.SRV, cancellationToken);
        // A target that is only the root says: not here.
        SrvRecord[] services = [.. response.Answers.SrvRecords().Where(static record => record.Target.Value is not ("." or ""))];
        if (services.Length == 0)
            throw new DnsLookupException($"{name} has no SRV record");
        var heaviest = services.Max(static service => service.Weight);
        // Some servers send the addresses along.
        var known = response.Additionals.AddressRecords().ToLookup(static record => record.DomainName.Value, StringComparer.OrdinalIgnoreCase);
        var found = await Task.WhenAll(services.Select(async service =>
        {
            var traits = new EndpointTraits(Weight(service.Weight, heaviest), Priority: service.Priority);
            AddressRecord[] along = [.. known[service.Target.Value]];
            var answer = along.Length > 0
                ? new([.. along.Select(record => (new IPEndPoint(record.Address, service.Port), (EndpointTraits?)null))], Shortest(along))
                : await AddressesAsync(service.Target.Value, service.Port, cancellationToken);
            return answer with { Endpoints = [.. answer.Endpoints.Select(endpoint => (endpoint.Address, (EndpointTraits?)traits))] };
        }));
        return new([.. found.SelectMany(static answer => answer.Endpoints)], found.Select(static answer => answer.TimeToLive).Append(Shortest(services)).Min());
    }

    /// <summary>As heavy as its share of the heaviest. A weight of zero is the smallest there is, and not none.</summary>
    private static int Weight(int weight, int heaviest) =>
        heaviest <= EndpointTraits.HeaviestWeight ? Math.Max(1, weight) : Math.Max(1, (int)Math.Round((double)weight * EndpointTraits.HeaviestWeight / heaviest));

    private static TimeSpan Shortest(IEnumerable<DnsResourceRecord> records) => TimeSpan.FromSeconds(records.Min(static record => record.InitialTimeToLive));

    private async Task<IDnsQueryResponse> AskAsync(string name, QueryType type, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _client.QueryAsync(name, type, cancellationToken: cancellationToken);
            return response.HasError ? throw new DnsLookupException($"{name} ({type}): {response.ErrorMessage}") : response;
        }
        catch (Exception exception) when (exception is DnsResponseException or SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new DnsLookupException($"{name} ({type}): {exception.Message}", exception);
        }
    }

    private static LookupClientOptions Options(string[] servers)
    {
        // Answers are kept by those who ask, for as long as they say.
        LookupClientOptions options = servers.Length == 0 ? new() : new([.. servers.Select(static server => IPEndPoint.TryParse(server, out var address)
            ? new NameServer(address.Port == 0 ? new(address.Address, NameServer.DefaultPort) : address)
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{NameServers}: '{server}' is not an IP address with or without a port.")))]);
        (options.UseCache, options.Timeout, options.Retries, options.ThrowDnsErrors) = (false, s_timeout, 1, false);
        return options;
    }
}

internal sealed class DnsLookupException(string message, Exception? innerException = null) : Exception(message, innerException);
