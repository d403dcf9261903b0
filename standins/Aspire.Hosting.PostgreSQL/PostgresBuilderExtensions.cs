using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

public static class PostgresBuilderExtensions
{
    /// <summary>A PostgreSQL server: here a program of this machine, in the manifest a container.</summary>
    /// <param name="userName">The superuser; null is <c>postgres</c>.</param>
    /// <param name="password">Null generates <c>{name}-password</c> and keeps it in the AppHost's user secrets.</param>
    /// <param name="port">The port on localhost; null takes a free one.</param>
    public static IResourceBuilder<PostgresServerResource> AddPostgres(this IDistributedApplicationBuilder builder, [ResourceName] string name,
        IResourceBuilder<ParameterResource>? userName = null, IResourceBuilder<ParameterResource>? password = null, int? port = null)
    {
        var passwordParameter = password?.Resource
            ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password");
        var resource = new PostgresServerResource(name, userName?.Resource, passwordParameter);
        var server = new PostgresLocalServer(resource);
        var key = $"{name}_check";
        builder.Services.AddHealthChecks().AddAsyncCheck(key, cancellationToken => PostgresHealth.CheckServerAsync(resource, server, cancellationToken));
        builder.Eventing.Subscribe<ResourceReadyEvent>(resource, (ready, cancellationToken) =>
            PostgresDatabases.CreateMissingAsync(resource, ready.Services, cancellationToken));

        return builder.AddResource(resource)
            .WithAnnotation(new EndpointAnnotation(ProtocolType.Tcp, name: PostgresServerResource.PrimaryEndpointName, port: port, targetPort: 5432))
            .WithAnnotation(new ContainerImageAnnotation { Registry = "docker.io", Image = "library/postgres", Tag = "18.3" })
            .WithAnnotation(new EnvironmentCallbackAnnotation(context =>
            {
                context.EnvironmentVariables["POSTGRES_HOST_AUTH_METHOD"] = "scram-sha-256";
                context.EnvironmentVariables["POSTGRES_INITDB_ARGS"] = "--auth-host=scram-sha-256 --auth-local=scram-sha-256";
                context.EnvironmentVariables["POSTGRES_USER"] = resource.UserNameReference;
                context.EnvironmentVariables["POSTGRES_PASSWORD"] = resource.PasswordParameter;
                return Task.CompletedTask;
            }))
            .WithAnnotation(new HealthCheckAnnotation(key))
            .WithAnnotation(server);
    }

    /// <summary>A database of the server, created when the server is ready; one that exists already is left as it is.</summary>
    /// <param name="databaseName">Null is the resource's name.</param>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(this IResourceBuilder<PostgresServerResource> builder, [ResourceName] string name, string? databaseName = null)
    {
        var resource = new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource);
        builder.Resource.AddDatabase(name, resource.DatabaseName);
        var key = $"{name}_check";
        builder.ApplicationBuilder.Services.AddHealthChecks().AddAsyncCheck(key, cancellationToken => PostgresHealth.CheckDatabaseAsync(resource, cancellationToken));
        return builder.ApplicationBuilder.AddResource(resource).WithAnnotation(new HealthCheckAnnotation(key));
    }

    /// <summary>Keeps the server's data between runs.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(this IResourceBuilder<PostgresServerResource> builder, string? name = null, bool isReadOnly = false) =>
        builder.WithAnnotation(new ContainerMountAnnotation(name, "/var/lib/postgresql", ContainerMountType.Volume, isReadOnly));

    /// <summary>pgAdmin, where a container can run. Not in the manifest.</summary>
    public static IResourceBuilder<T> WithPgAdmin<T>(this IResourceBuilder<T> builder, Action<IResourceBuilder<PgAdminContainerResource>>? configureContainer = null, string? containerName = null) where T : PostgresServerResource
    {
        if (!builder.ApplicationBuilder.Resources.OfType<PgAdminContainerResource>().Any())
        {
            var tool = AddTool(builder, new PgAdminContainerResource(containerName ?? "pgadmin"), "dpage/pgadmin4", "9.14.0", 80, context =>
            {
                context["PGADMIN_CONFIG_MASTER_PASSWORD_REQUIRED"] = "False";
                context["PGADMIN_CONFIG_SERVER_MODE"] = "False";
                context["PGADMIN_DEFAULT_EMAIL"] = "admin@domain.com";
                context["PGADMIN_DEFAULT_PASSWORD"] = "admin";
            });
            configureContainer?.Invoke(tool);
        }
        return builder;
    }

    /// <summary>pgweb, where a container can run. Not in the manifest.</summary>
    public static IResourceBuilder<PostgresServerResource> WithPgWeb(this IResourceBuilder<PostgresServerResource> builder, Action<IResourceBuilder<PgWebContainerResource>>? configureContainer = null, string? containerName = null)
    {
        if (!builder.ApplicationBuilder.Resources.OfType<PgWebContainerResource>().Any())
        {
            var tool = AddTool(builder, new PgWebContainerResource(containerName ?? "pgweb"), "sosedoff/pgweb", "0.17.0", 8081,
                context => context["PGWEB_DATABASE_URL"] = builder.Resource.UriExpression);
            configureContainer?.Invoke(tool);
        }
        return builder;
    }

    private static IResourceBuilder<T> AddTool<T>(IResourceBuilder<PostgresServerResource> server, T tool, string image, string tag, int targetPort,
        Action<Dictionary<string, object>> environment) where T : ContainerResource =>
        server.ApplicationBuilder.AddResource(tool)
            .WithAnnotation(new ContainerImageAnnotation { Registry = "docker.io", Image = image, Tag = tag })
            .WithAnnotation(new EndpointAnnotation(ProtocolType.Tcp, uriScheme: "http", name: "http", targetPort: targetPort))
            .WithAnnotation(new EnvironmentCallbackAnnotation(context => { environment(context.EnvironmentVariables); return Task.CompletedTask; }))
            .WithAnnotation(new ResourceRelationshipAnnotation(server.Resource, "Parent"))
            .WithAnnotation(ManifestPublishingCallbackAnnotation.Ignore);
}
