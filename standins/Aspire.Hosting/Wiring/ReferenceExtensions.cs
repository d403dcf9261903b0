using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Injects <c>ConnectionStrings__{name}</c> and <c>{NAME}_{PROPERTY}</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null, bool optional = false) where TDestination : IResourceWithEnvironment
    {
        var resource = source.Resource;
        var name = connectionName ?? resource.Name;
        return builder.WithRelationship(resource, "Reference").WithEnvironment(context =>
        {
            context.EnvironmentVariables[resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{name}"] = new ConnectionStringReference(resource, optional);
            foreach (var (key, value) in resource.GetConnectionProperties())
                context.EnvironmentVariables[$"{ResourceName.ToVariable(name)}_{ResourceName.ToVariable(key)}"] = value;
        });
    }

    /// <summary>Injects <c>services__{name}__{endpoint}__{n}</c>, one a replica, and <c>{NAME}_{ENDPOINT}</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithServiceDiscovery> source) where TDestination : IResourceWithEnvironment =>
        builder.WithReference(source, source.Resource.Name);

    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithServiceDiscovery> source, string name) where TDestination : IResourceWithEnvironment
    {
        var resource = source.Resource;
        return builder.WithRelationship(resource, "Reference").WithEnvironment(context =>
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
                InjectEndpoint(context, name, new EndpointReference(resource, endpoint.Name));
        });
    }

    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder,
        EndpointReference endpointReference) where TDestination : IResourceWithEnvironment =>
        builder.WithRelationship(endpointReference.Resource, "Reference")
            .WithEnvironment(context => InjectEndpoint(context, endpointReference.Resource.Name, endpointReference));

    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder,
        string name, Uri uri) where TDestination : IResourceWithEnvironment
    {
        if (!uri.IsAbsoluteUri || uri.AbsolutePath != "/")
            throw new InvalidOperationException($"The address of '{name}' must be absolute and without a path.");
        return builder.WithEnvironment(context => context.EnvironmentVariables[$"services__{name}__default__0"] = uri.ToString());
    }

    private static void InjectEndpoint(EnvironmentCallbackContext context, string name, EndpointReference endpoint)
    {
        var replicas = endpoint.EndpointAnnotation.Replicas;
        var prefix = $"services__{name}__{endpoint.EndpointName}__";
        if (context.ExecutionContext.IsPublishMode || replicas.Count <= 1)
            context.EnvironmentVariables[prefix + "0"] = endpoint;
        else
            for (var i = 0; i < replicas.Count; i++)
                context.EnvironmentVariables[prefix + i.ToString(CultureInfo.InvariantCulture)] = replicas[i].UriString;
        context.EnvironmentVariables[$"{ResourceName.ToVariable(name)}_{ResourceName.ToVariable(endpoint.EndpointName)}"] = endpoint;
    }
}

/// <summary>A connection string by the resource that has it: what the manifest names <c>{resource.connectionString}</c>.</summary>
sealed class ConnectionStringReference(IResourceWithConnectionString resource, bool optional) : IManifestExpressionProvider, IValueProvider
{
    public IResourceWithConnectionString Resource { get; } = resource;
    public string ValueExpression => $"{{{Resource.Name}.connectionString}}";

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var value = await Resource.GetConnectionStringAsync(cancellationToken);
        return string.IsNullOrEmpty(value) && !optional
            ? throw new DistributedApplicationException($"The connection string of '{Resource.Name}' has no value.")
            : value;
    }
}
