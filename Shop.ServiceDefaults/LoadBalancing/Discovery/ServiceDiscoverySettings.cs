using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Shop.ServiceDefaults.LoadBalancing.Discovery;

/// <summary>
/// Where a service's endpoints are asked for besides <c>services:{name}:{scheme}</c>: <c>Services:{name}:Discovery</c> in configuration. Any of
/// them together; what each of them finds is added. See docs/load-balancing.md.
/// </summary>
internal sealed record ServiceDiscoverySettings : IValidatableObject
{
    internal const string Section = "Discovery";

    /// <summary><c>host:port</c>: every address of the host (A and AAAA), at that port.</summary>
    [RegularExpression(@"[^\s:/]+:\d{1,5}", ErrorMessage = "Dns must be host:port.")]
    public string? Dns { get; init; }

    /// <summary>The whole name of an SRV record, such as <c>_http._tcp.catalog.example</c>: hosts, ports, priorities and weights.</summary>
    [RegularExpression(@"[^\s:/]+", ErrorMessage = "Srv must be the name of an SRV record.")]
    public string? Srv { get; init; }

    /// <summary>Of what DNS finds, which says nothing of it.</summary>
    [AllowedValues("http", "https", ErrorMessage = "Scheme must be http or https.")]
    public string Scheme { get; init; } = "http";

    /// <summary>Whether the replicas register themselves: see <see cref="RegistrySettings"/>.</summary>
    public bool Registry { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Dns is not null && !(int.TryParse(Dns.AsSpan(Dns.IndexOf(':') + 1), out var port) && port is > 0 and < 65536))
            yield return new($"{nameof(Dns)} must name a port from 1 to 65535.", [nameof(Dns)]);
    }
}

[OptionsValidator]
internal sealed partial class ServiceDiscoverySettingsValidator : IValidateOptions<ServiceDiscoverySettings>;
