using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Shop.ServiceDefaults.LoadBalancing.Configuration;

/// <summary>
/// The settings of each service, read again whenever the configuration changes. What is wrong at the start stops the start; what is wrong
/// later is logged, and the settings stay as they were.
/// </summary>
internal sealed class BalancingConfiguration : IDisposable
{
    private const string Services = "Services";
    private const string Section = "LoadBalancing";

    private readonly ConcurrentDictionary<string, BalancingSettings> _settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly BalancingSettingsValidator _validator = new();
    private readonly IConfiguration _configuration;
    private readonly ILogger<BalancingConfiguration> _logger;
    private readonly IDisposable _changes;

    public BalancingConfiguration(IConfiguration configuration, ILogger<BalancingConfiguration> logger)
    {
        _configuration = configuration;
        _logger = logger;
        foreach (var service in configuration.GetSection(Services).GetChildren())
            _settings[service.Key] = Read(service.Key);
        _changes = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    /// <exception cref="OptionsValidationException">The configuration is wrong.</exception>
    internal BalancingSettings For(string service) => _settings.TryGetValue(service, out var settings) ? settings : _settings.GetOrAdd(service, Read);

    private void Reload()
    {
        foreach (var service in _settings.Keys)
        {
            try
            {
                // The same ones stay the same, and nothing begins anew because of them.
                if (Read(service) is var settings && !settings.IsSame(_settings[service]))
                    _settings[service] = settings;
            }
            catch (Exception exception) when (exception is OptionsValidationException or InvalidOperationException)
            {
                _logger.LogError("The requests to {Service} are balanced as before: {Reason}", service, exception.Message);
            }
        }
    }

    private BalancingSettings Read(string service)
    {
        var settings = new BalancingSettings();
        _configuration.GetSection(Section).Bind(settings);
        var section = _configuration.GetSection($"{Services}:{service}:{Section}");
        section.Bind(settings);
        var result = _validator.Validate(section.Path, settings);
        return result.Failed ? throw new OptionsValidationException(section.Path, typeof(BalancingSettings), result.Failures.Select(failure => $"{section.Path}: {failure}")) : settings;
    }

    public void Dispose() => _changes.Dispose();
}
