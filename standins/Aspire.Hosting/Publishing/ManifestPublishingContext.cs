using System.Globalization;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>What a resource writes itself into the manifest with.</summary>
public sealed class ManifestPublishingContext(
    DistributedApplicationExecutionContext executionContext, string manifestPath, Utf8JsonWriter writer, CancellationToken cancellationToken = default)
{
    private readonly List<ParameterResource> _parameters = [];
    private readonly List<ParameterResource> _uriEncoded = [];

    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;
    public string ManifestPath { get; } = manifestPath;
    public Utf8JsonWriter Writer { get; } = writer;
    public CancellationToken CancellationToken { get; } = cancellationToken;
    internal string ApplicationName { get; init; } = "";

    internal async Task WriteResourceAsync(IResource resource)
    {
        if (resource.Annotations.OfType<ManifestPublishingCallbackAnnotation>().LastOrDefault() is { } own)
        {
            if (own.Callback is not { } callback)
                return;
            Writer.WriteStartObject(resource.Name);
            await callback(this);
            Writer.WriteEndObject();
            return;
        }
        Func<Task>? write = resource switch
        {
            ProjectResource project => () => WriteProjectAsync(project),
            ContainerResource container => () => WriteContainerAsync(container),
            ExecutableResource executable => () => WriteExecutableAsync(executable),
            ParameterResource parameter => () => WriteParameterAsync(parameter),
            IResourceWithConnectionString value => () => WriteValueAsync(value),
            _ => null,
        };
        if (write is null)
            return;
        Writer.WriteStartObject(resource.Name);
        await write();
        Writer.WriteEndObject();
    }

    /// <summary>The parameters that others named without being resources of the application themselves.</summary>
    internal async Task WriteReferencedAsync(DistributedApplicationModel model)
    {
        foreach (var parameter in _parameters.Where(p => !model.Resources.Contains(p)))
            await WriteResourceAsync(parameter);
        foreach (var parameter in _uriEncoded)
        {
            Writer.WriteStartObject(UriEncodedName(parameter));
            Writer.WriteString("type", "annotated.string");
            Writer.WriteString("value", parameter.ValueExpression);
            Writer.WriteString("filter", "uri");
            Writer.WriteEndObject();
        }
    }

    private async Task WriteProjectAsync(ProjectResource project)
    {
        var metadata = project.Annotations.OfType<IProjectMetadata>().First();
        Writer.WriteString("type", "project.v0");
        Writer.WriteString("path", Path.GetRelativePath(Path.GetDirectoryName(ManifestPath)!, metadata.ProjectPath).Replace('\\', '/'));
        await WriteArgumentsAsync(project);
        await WriteEnvironmentAsync(project, new()
        {
            ["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory",
            ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true",
            ["HTTP_PORTS"] = new EndpointReference(project, "http").Property(EndpointProperty.TargetPort),
        });
        WriteBindings(project);
    }

    private async Task WriteContainerAsync(ContainerResource container)
    {
        Writer.WriteString("type", "container.v0");
        if (container is IResourceWithConnectionString connection)
            Writer.WriteString("connectionString", Express(connection.ConnectionStringExpression));
        Writer.WriteString("image", container.Annotations.OfType<ContainerImageAnnotation>().Last().ToString());
        if (container.Entrypoint is { } entrypoint)
            Writer.WriteString("entrypoint", entrypoint);
        await WriteArgumentsAsync(container);
        WriteMounts(container);
        await WriteEnvironmentAsync(container, []);
        WriteBindings(container);
    }

    private async Task WriteExecutableAsync(ExecutableResource executable)
    {
        Writer.WriteString("type", "executable.v0");
        Writer.WriteString("workingDirectory", Path.GetRelativePath(Path.GetDirectoryName(ManifestPath)!, executable.WorkingDirectory).Replace('\\', '/'));
        Writer.WriteString("command", executable.Command);
        await WriteArgumentsAsync(executable);
        await WriteEnvironmentAsync(executable, []);
        WriteBindings(executable);
    }

    private Task WriteValueAsync(IResourceWithConnectionString value)
    {
        Writer.WriteString("type", "value.v0");
        Writer.WriteString("connectionString", Express(value.ConnectionStringExpression));
        return Task.CompletedTask;
    }

    private Task WriteParameterAsync(ParameterResource parameter)
    {
        Writer.WriteString("type", "parameter.v0");
        if (parameter.PublishedValue is { } published)
        {
            Writer.WriteString("value", published);
            return Task.CompletedTask;
        }
        Writer.WriteString("value", $"{{{parameter.Name}.inputs.value}}");
        Writer.WriteStartObject("inputs");
        Writer.WriteStartObject("value");
        Writer.WriteString("type", "string");
        if (parameter.Secret)
            Writer.WriteBoolean("secret", true);
        if (parameter.Default is GenerateParameterDefault generate)
            WriteGenerate(generate);
        Writer.WriteEndObject();
        Writer.WriteEndObject();
        return Task.CompletedTask;
    }

    private void WriteGenerate(GenerateParameterDefault generate)
    {
        Writer.WriteStartObject("default");
        Writer.WriteStartObject("generate");
        Writer.WriteNumber("minLength", generate.MinLength);
        foreach (var (name, allowed) in ((string, bool)[])[("lower", generate.Lower), ("upper", generate.Upper), ("numeric", generate.Numeric), ("special", generate.Special)])
            if (!allowed)
                Writer.WriteBoolean(name, false);
        foreach (var (name, least) in ((string, int)[])[("minLower", generate.MinLower), ("minUpper", generate.MinUpper), ("minNumeric", generate.MinNumeric), ("minSpecial", generate.MinSpecial)])
            if (least > 0)
                Writer.WriteNumber(name, least);
        Writer.WriteEndObject();
        Writer.WriteEndObject();
    }

    private async Task WriteArgumentsAsync(IResource resource)
    {
        var arguments = new List<object>();
        foreach (var callback in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToArray())
            await callback.Callback(new(arguments, resource, CancellationToken) { ExecutionContext = ExecutionContext });
        if (arguments.Count == 0)
            return;
        Writer.WriteStartArray("args");
        foreach (var argument in arguments)
            Writer.WriteStringValue(Express(argument));
        Writer.WriteEndArray();
    }

    private void WriteMounts(ContainerResource container)
    {
        foreach (var group in container.Annotations.OfType<ContainerMountAnnotation>().GroupBy(m => m.Type))
        {
            Writer.WriteStartArray(group.Key == ContainerMountType.Volume ? "volumes" : "bindMounts");
            foreach (var mount in group)
            {
                Writer.WriteStartObject();
                if (group.Key == ContainerMountType.Volume)
                    Writer.WriteString("name", mount.Source ?? DistributedApplicationState.VolumeName(ApplicationName, ApplicationName, container.Name));
                else
                    Writer.WriteString("source", Path.GetRelativePath(Path.GetDirectoryName(ManifestPath)!, mount.Source!).Replace('\\', '/'));
                Writer.WriteString("target", mount.Target);
                Writer.WriteBoolean("readOnly", mount.IsReadOnly);
                Writer.WriteEndObject();
            }
            Writer.WriteEndArray();
        }
    }

    private async Task WriteEnvironmentAsync(IResource resource, Dictionary<string, object> variables)
    {
        foreach (var callback in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToArray())
            await callback.Callback(new(ExecutionContext, resource, variables, CancellationToken));
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.TargetPortEnvironmentVariable is not null))
            variables[endpoint.TargetPortEnvironmentVariable!] = new EndpointReference((IResourceWithEndpoints)resource, endpoint.Name).Property(EndpointProperty.TargetPort);
        if (variables.Count == 0)
            return;
        Writer.WriteStartObject("env");
        foreach (var (name, value) in variables)
            Writer.WriteString(name, Express(value));
        Writer.WriteEndObject();
    }

    private void WriteBindings(IResource resource)
    {
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToArray();
        if (endpoints.Length == 0)
            return;
        Writer.WriteStartObject("bindings");
        foreach (var endpoint in endpoints)
        {
            Writer.WriteStartObject(endpoint.Name);
            Writer.WriteString("scheme", endpoint.UriScheme);
            Writer.WriteString("protocol", endpoint.Protocol.ToString().ToLowerInvariant());
            Writer.WriteString("transport", endpoint.Transport);
            // Where a project listens is for the platform to say; anything else listens where it always does.
            if (resource is not ProjectResource && (endpoint.TargetPort ?? endpoint.Port) is { } port)
                Writer.WriteNumber("targetPort", port);
            if (endpoint.IsExternal)
                Writer.WriteBoolean("external", true);
            Writer.WriteEndObject();
        }
        Writer.WriteEndObject();
    }

    /// <summary>The value as the manifest names it; remembers the parameters in it.</summary>
    private string Express(object value)
    {
        Remember(value);
        return value switch
        {
            string text => text,
            ReferenceExpression expression => string.Format(CultureInfo.InvariantCulture, expression.Format, [.. expression.ValueProviders.Select((provider, i) => Part(expression, provider, i))]),
            IManifestExpressionProvider provider => provider.ValueExpression,
            IResourceBuilder<IResource> { Resource: IManifestExpressionProvider provider } => provider.ValueExpression,
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
    }

    private string Part(ReferenceExpression expression, IValueProvider provider, int index)
    {
        if (expression.StringFormats[index] != "uri" || provider is not ParameterResource parameter)
            return provider is ReferenceExpression nested ? Express(nested) : expression.ManifestExpressions[index];
        if (!_uriEncoded.Contains(parameter))
            _uriEncoded.Add(parameter);
        return $"{{{UriEncodedName(parameter)}.value}}";
    }

    private void Remember(object value)
    {
        if (value is ReferenceExpression expression)
            foreach (var provider in expression.ValueProviders)
                Remember(provider);
        else if (value is ParameterResource parameter && !_parameters.Contains(parameter))
            _parameters.Add(parameter);
    }

    private static string UriEncodedName(ParameterResource parameter) => $"{parameter.Name}-uri-encoded";
}
