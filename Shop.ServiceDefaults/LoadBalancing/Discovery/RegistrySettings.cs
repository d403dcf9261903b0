using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Shop.ServiceDefaults.LoadBalancing.Discovery;

/// <summary>The registry: <c>Discovery:Registry</c> in configuration. Without an address there is none.</summary>
internal sealed record RegistrySettings
{
    internal const string Section = "Discovery:Registry";

    /// <summary>etcd's addresses, separated by commas, such as <c>http://etcd:2379</c>.</summary>
    public string? Etcd { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>What all keys begin with: a shop of its own has its own.</summary>
    [Required]
    [RegularExpression(".*/", ErrorMessage = "Prefix must end with a slash.")]
    public string Prefix { get; init; } = "shop/services/";

    /// <summary>The name that this process registers itself by. Null: it does not.</summary>
    [RegularExpression("[^/]+", ErrorMessage = "Service must have no slash.")]
    public string? Service { get; init; }

    /// <summary>Where others reach this process, where that is not where it listens.</summary>
    public Uri? Address { get; init; }

    [Range(1, EndpointTraits.HeaviestWeight)]
    public int Weight { get; init; } = 1;

    public string? Zone { get; init; }

    /// <summary>A replica that has died without a word is forgotten after so long.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:10:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(10);
}

[OptionsValidator]
internal sealed partial class RegistrySettingsValidator : IValidateOptions<RegistrySettings>;
