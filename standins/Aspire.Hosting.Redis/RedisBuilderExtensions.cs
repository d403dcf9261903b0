using System.Globalization;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Redis;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

public static class RedisBuilderExtensions
{
    /// <summary>A Redis server: here <c>redis-server</c> where it is installed, else Garnet; in the manifest a container.</summary>
    /// <param name="port">The port on localhost; null takes a free one.</param>
    /// <param name="password">Null generates <c>{name}-password</c> and keeps it in the AppHost's user secrets.</param>
    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null, IResourceBuilder<ParameterResource>? password = null)
    {
        // Without special characters: in a container a shell reads it.
        var passwordParameter = password?.Resource
            ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false);
        var resource = new RedisResource(name, passwordParameter) { Entrypoint = "/bin/sh" };
        var key = $"{name}_check";
        builder.Services.AddHealthChecks().AddAsyncCheck(key, cancellationToken => RedisHealth.CheckAsync(resource, cancellationToken));

        return builder.AddResource(resource)
            .WithAnnotation(new EndpointAnnotation(ProtocolType.Tcp, name: RedisResource.PrimaryEndpointName, port: port, targetPort: 6379))
            .WithAnnotation(new ContainerImageAnnotation { Registry = "docker.io", Image = "library/redis", Tag = "8.6" })
            .WithAnnotation(new EnvironmentCallbackAnnotation(context =>
            {
                context.EnvironmentVariables["REDIS_PASSWORD"] = passwordParameter;
                return Task.CompletedTask;
            }))
            .WithAnnotation(new CommandLineArgsCallbackAnnotation(context =>
            {
                context.Args.Add("-c");
                context.Args.Add($"redis-server --requirepass $REDIS_PASSWORD{SaveArguments(resource)}");
                return Task.CompletedTask;
            }))
            .WithAnnotation(new HealthCheckAnnotation(key))
            .WithAnnotation(new RedisLocalServer(resource));
    }

    /// <summary>Keeps the server's data between runs, and saves it while it runs.</summary>
    public static IResourceBuilder<RedisResource> WithDataVolume(this IResourceBuilder<RedisResource> builder, string? name = null, bool isReadOnly = false)
    {
        builder.WithAnnotation(new ContainerMountAnnotation(name, "/data", ContainerMountType.Volume, isReadOnly));
        return isReadOnly ? builder : builder.WithPersistence();
    }

    /// <param name="interval">Null is 60 s; full seconds count.</param>
    public static IResourceBuilder<RedisResource> WithPersistence(this IResourceBuilder<RedisResource> builder, TimeSpan? interval = null, long keysChangedThreshold = 1) =>
        builder.WithAnnotation(new RedisPersistenceAnnotation(interval ?? TimeSpan.FromSeconds(60), keysChangedThreshold), ResourceAnnotationMutationBehavior.Replace);

    /// <summary>Redis Insight, where a container can run. Not in the manifest.</summary>
    public static IResourceBuilder<RedisResource> WithRedisInsight(this IResourceBuilder<RedisResource> builder, Action<IResourceBuilder<RedisInsightResource>>? configureContainer = null, string? containerName = null)
    {
        if (!builder.ApplicationBuilder.Resources.OfType<RedisInsightResource>().Any())
        {
            var tool = AddTool(builder, new RedisInsightResource(containerName ?? "redisinsight"), "redis/redisinsight", "3.0", 5540, environment =>
            {
                environment["RI_REDIS_HOST1"] = builder.Resource.Name;
                environment["RI_REDIS_PORT1"] = "6379";
                environment["RI_REDIS_ALIAS1"] = builder.Resource.Name;
                if (builder.Resource.PasswordParameter is { } password)
                    environment["RI_REDIS_PASSWORD1"] = password;
            });
            configureContainer?.Invoke(tool);
        }
        return builder;
    }

    /// <summary>Redis Commander, where a container can run. Not in the manifest.</summary>
    public static IResourceBuilder<RedisResource> WithRedisCommander(this IResourceBuilder<RedisResource> builder, Action<IResourceBuilder<RedisCommanderResource>>? configureContainer = null, string? containerName = null)
    {
        if (!builder.ApplicationBuilder.Resources.OfType<RedisCommanderResource>().Any())
        {
            var host = builder.Resource.Name;
            var tool = AddTool(builder, new RedisCommanderResource(containerName ?? "rediscommander"), "rediscommander/redis-commander", "latest", 8081, environment =>
                environment["REDIS_HOSTS"] = builder.Resource.PasswordParameter is { } password
                    ? ReferenceExpression.Create($"{host}:{host}:6379:0:{password}")
                    : $"{host}:{host}:6379:0");
            configureContainer?.Invoke(tool);
        }
        return builder;
    }

    private static string SaveArguments(RedisResource resource) =>
        resource.Annotations.OfType<RedisPersistenceAnnotation>().LastOrDefault() is { } save
            ? string.Create(CultureInfo.InvariantCulture, $" --save {(long)save.Interval.TotalSeconds} {save.KeysChangedThreshold}")
            : "";

    private static IResourceBuilder<T> AddTool<T>(IResourceBuilder<RedisResource> server, T tool, string image, string tag, int targetPort,
        Action<Dictionary<string, object>> environment) where T : ContainerResource =>
        server.ApplicationBuilder.AddResource(tool)
            .WithAnnotation(new ContainerImageAnnotation { Registry = "docker.io", Image = image, Tag = tag })
            .WithAnnotation(new EndpointAnnotation(ProtocolType.Tcp, uriScheme: "http", name: "http", targetPort: targetPort))
            .WithAnnotation(new EnvironmentCallbackAnnotation(context => { environment(context.EnvironmentVariables); return Task.CompletedTask; }))
            .WithAnnotation(new ResourceRelationshipAnnotation(server.Resource, "Parent"))
            .WithAnnotation(ManifestPublishingCallbackAnnotation.Ignore);
}
