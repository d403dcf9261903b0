using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Shop.ServiceDefaults.LoadBalancing.Policies;

namespace Shop.ServiceDefaults.LoadBalancing.Configuration;

/// <summary>
/// How requests to a service are balanced: <c>Services:{name}:LoadBalancing</c> in configuration, what is missing there from <c>LoadBalancing</c>, and
/// the rest as it stands here. A change applies without a restart. See docs/load-balancing.md.
/// </summary>
internal sealed record BalancingSettings : IValidatableObject
{
    private const string Shortest = "00:00:00.001";
    private const string Longest = "01:00:00";

    public PolicyName Policy { get; init; } = PolicyName.LeastLatency;

    /// <summary>Where the key of <see cref="PolicyName.ConsistentHash"/> comes from: see <see cref="RequestKey"/>.</summary>
    [RegularExpression(@"\s*(user|(header|cookie):[^,:\s]+)(\s*,\s*(user|(header|cookie):[^,:\s]+))*\s*", ErrorMessage = "HashKey must be user, header:name or cookie:name, or several of them, separated by commas.")]
    public string? HashKey { get; init; }

    /// <summary>With <see cref="PolicyName.ConsistentHash"/> no endpoint gets more than so many times the mean.</summary>
    [Range(1.01, 10)]
    public double LoadBound { get; init; } = 1.25;

    /// <summary>The zone of this process.</summary>
    public string? Zone { get; init; }

    /// <summary>Weights and zones of endpoints, where discovery does not tell them.</summary>
    [ValidateEnumeratedItems]
    public IReadOnlyList<EndpointSettings> Endpoints { get; init; } = [];

    /// <summary>From the first attempt to the end of the last.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one endpoint may keep silent while another one could be asked.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>With the first. Attempts that could not connect do not count: each endpoint may be passed over once.</summary>
    [Range(1, 10)]
    public int MaxAttempts { get; init; } = 4;

    /// <summary>Repetitions within ten seconds, as a share of the requests in that time.</summary>
    [Range(0.0, 1.0)]
    public double RetryBudget { get; init; } = 0.2;

    /// <summary>Repetitions a second that the budget always has, since a share of few requests is none.</summary>
    [Range(0, 10_000)]
    public int MinRetriesPerSecond { get; init; } = 10;

    /// <summary>A read that has not been answered by then is sent to a second endpoint as well. Null: never.</summary>
    [Range(typeof(TimeSpan), Shortest, Longest)]
    public TimeSpan? HedgeAfter { get; init; }

    /// <summary>How many requests an endpoint may have in flight from this process; where all are full the answer is 503.</summary>
    [Range(1, 1_000_000)]
    public int MaxRequestsPerEndpoint { get; init; } = 512;

    /// <summary>A new or returning endpoint gets its full share only after this time.</summary>
    [Range(typeof(TimeSpan), "00:00:00", Longest)]
    public TimeSpan SlowStart { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where a smaller share of the endpoints is available, all are used: those few would only be the next to fall.</summary>
    [Range(0.0, 1.0)]
    public double PanicThreshold { get; init; } = 0.5;

    [ValidateObjectMembers]
    public EjectionSettings Ejection { get; init; } = new();

    [ValidateObjectMembers]
    public ProbeSettings Probe { get; init; } = new();

    /// <summary>Equality, but for the list, whose elements are compared.</summary>
    internal bool IsSame(BalancingSettings other) => this with { Endpoints = other.Endpoints } == other && Endpoints.SequenceEqual(other.Endpoints);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Policy == PolicyName.ConsistentHash && HashKey is null)
            yield return new($"{nameof(PolicyName.ConsistentHash)} needs a {nameof(HashKey)}.", [nameof(HashKey)]);
        if (Probe.Path is { } path && !path.StartsWith('/'))
            yield return new("The path of the probe must begin with a slash.", [nameof(Probe)]);
    }
}

internal sealed record EndpointSettings
{
    /// <summary>As <c>host:port</c>.</summary>
    [Required]
    public string Address { get; init; } = "";

    [Range(1, EndpointTraits.HeaviestWeight)]
    public int Weight { get; init; } = 1;

    public string? Zone { get; init; }
}

/// <summary>When an endpoint is left out because of its answers.</summary>
internal sealed record EjectionSettings
{
    /// <summary>Failures in a row. One connection that is refused is enough, since then nobody listens there.</summary>
    [Range(1, 1000)]
    public int ConsecutiveFailures { get; init; } = 5;

    /// <summary>The share of failures within ten seconds.</summary>
    [Range(0.01, 1.0)]
    public double FailureRate { get; init; } = 0.3;

    /// <summary>With fewer requests within ten seconds the share means nothing.</summary>
    [Range(1, 1_000_000)]
    public int MinRequests { get; init; } = 20;

    /// <summary>The first time; each further one is twice as long.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan BaseTime { get; init; } = TimeSpan.FromSeconds(1);

    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>No more of a service's endpoints are left out at the same time, rounded down.</summary>
    [Range(0.0, 1.0)]
    public double MaxShare { get; init; } = 0.5;
}

/// <summary>Asking each endpoint regularly, whether or not there are requests for it.</summary>
internal sealed record ProbeSettings
{
    /// <summary>Such as <c>/health</c>. Null: endpoints are not asked.</summary>
    public string? Path { get; init; }

    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>So many failures in a row, and it is left out.</summary>
    [Range(1, 100)]
    public int UnhealthyAfter { get; init; } = 2;

    /// <summary>So many successes in a row, and it is back.</summary>
    [Range(1, 100)]
    public int HealthyAfter { get; init; } = 1;
}

[OptionsValidator]
internal sealed partial class BalancingSettingsValidator : IValidateOptions<BalancingSettings>;
