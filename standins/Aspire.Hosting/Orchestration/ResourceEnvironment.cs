using System.Collections;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;

namespace Aspire.Hosting.Orchestration;

/// <summary>The variables and arguments that a process is started with.</summary>
sealed class ResourceEnvironment(TelemetryTarget telemetry, DistributedApplicationExecutionContext executionContext)
{
    /// <summary>What the AppHost's own launch profile and the tools around it set for the AppHost alone.</summary>
    private static readonly string[] s_notInherited =
    [
        "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPNETCORE_URLS", "DOTNET_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "DOTNET_LAUNCH_PROFILE",
        "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "DOTNET_STARTUP_HOOKS",
    ];

    private const string OtlpHeaders = "OTEL_EXPORTER_OTLP_HEADERS";

    /// <summary>What is set for the resource; the AppHost's own environment comes beneath it.</summary>
    public async Task<IReadOnlyList<EnvironmentVariableSnapshot>> ResolveAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        var resource = instance.Resource;
        var variables = new Dictionary<string, object>();
        if (resource is ProjectResource)
            AddTelemetry(variables, instance, await telemetry.GetAsync(cancellationToken));
        AddPorts(variables, instance);
        foreach (var callback in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToArray())
            await callback.Callback(new(executionContext, resource, variables, cancellationToken));
        AddLaunchProfile(variables, resource);

        var result = new List<EnvironmentVariableSnapshot>(variables.Count);
        foreach (var (name, value) in variables.OrderBy(v => v.Key, StringComparer.Ordinal))
            if (await TextAsync(value, cancellationToken) is { } text)
                result.Add(new(name, text, IsFromSpec: true) { IsSecret = HoldsSecret(value) || name == OtlpHeaders });
        return result;
    }

    public async Task<IReadOnlyList<string>> ResolveArgumentsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var values = new List<object>();
        foreach (var callback in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToArray())
            await callback.Callback(new(values, resource, cancellationToken) { ExecutionContext = executionContext });
        var arguments = new List<string>(values.Count);
        foreach (var value in values)
            if (await TextAsync(value, cancellationToken) is { } text)
                arguments.Add(text);
        return arguments;
    }

    /// <summary>The whole environment of the process.</summary>
    public static Dictionary<string, string> Inherit(IEnumerable<EnvironmentVariableSnapshot> variables)
    {
        var result = new Dictionary<string, string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            if (!s_notInherited.Contains((string)variable.Key, StringComparer.OrdinalIgnoreCase))
                result[(string)variable.Key] = (string?)variable.Value ?? "";
        foreach (var variable in variables)
            result[variable.Name] = variable.Value ?? "";
        return result;
    }

    private static void AddTelemetry(Dictionary<string, object> variables, ResourceInstance instance, TelemetryEndpoint? endpoint)
    {
        variables["OTEL_SERVICE_NAME"] = instance.Resource.Name;
        variables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={instance.Suffix}";
        variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
        variables["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "true";
        variables["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
        if (endpoint is null)
            return;
        variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint.Url;
        variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = endpoint.Protocol;
        variables[OtlpHeaders] = $"x-otlp-api-key={endpoint.ApiKey}";
        // Telemetry at once and all of it, as a developer wants to see it.
        variables["OTEL_BLRP_SCHEDULE_DELAY"] = "1000";
        variables["OTEL_BSP_SCHEDULE_DELAY"] = "1000";
        variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
        variables["OTEL_TRACES_SAMPLER"] = "always_on";
        variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
    }

    private static void AddPorts(Dictionary<string, object> variables, ResourceInstance instance)
    {
        var urls = new List<string>();
        foreach (var endpoint in instance.Resource.Annotations.OfType<EndpointAnnotation>().Where(e => instance.Index < e.Replicas.Count))
        {
            var own = endpoint.Replicas[instance.Index];
            if (endpoint.TargetPortEnvironmentVariable is { } variable)
                variables[variable] = (instance.Resource is ContainerResource ? endpoint.TargetPort ?? own.Port : own.Port).ToString(CultureInfo.InvariantCulture);
            else if (instance.Resource is ProjectResource && endpoint.UriScheme is "http" or "https")
                urls.Add(own.UriString);
        }
        if (urls.Count > 0)
            variables["ASPNETCORE_URLS"] = string.Join(';', urls);
    }

    private static void AddLaunchProfile(Dictionary<string, object> variables, IResource resource)
    {
        if (resource.Annotations.OfType<ChosenLaunchProfile>().FirstOrDefault() is not { } chosen)
            return;
        variables.TryAdd("DOTNET_LAUNCH_PROFILE", chosen.Name);
        foreach (var (name, value) in chosen.Profile.EnvironmentVariables)
            variables.TryAdd(name, value);
    }

    private static async ValueTask<string?> TextAsync(object value, CancellationToken cancellationToken) => value switch
    {
        string text => text,
        IValueProvider provider => await provider.GetValueAsync(cancellationToken),
        IResourceBuilder<IResource> { Resource: IValueProvider provider } => await provider.GetValueAsync(cancellationToken),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    internal static bool HoldsSecret(object value) => value switch
    {
        ParameterResource parameter => parameter.Secret,
        ReferenceExpression expression => expression.ValueProviders.Any(HoldsSecret),
        ConnectionStringReference reference => HoldsSecret(reference.Resource.ConnectionStringExpression),
        IResourceWithConnectionString resource => HoldsSecret(resource.ConnectionStringExpression),
        IResourceBuilder<IResource> builder => HoldsSecret(builder.Resource),
        _ => false,
    };
}
