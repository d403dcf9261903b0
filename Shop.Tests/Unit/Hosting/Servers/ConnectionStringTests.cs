using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Xunit;

namespace Shop.Tests.Unit.Hosting.Servers;

public class ConnectionStringTests
{
    private readonly ServerBuilder _builder = new(("Parameters:postgres-password", "p@ss/1"), ("Parameters:cache-password", "s3cret"));

    [Fact]
    public async Task Postgres_server_and_database()
    {
        var postgres = _builder.AddPostgres("postgres");
        var database = postgres.AddDatabase("catalogdb", "catalog");
        var port = ServerBuilder.Allocate(postgres.Resource);

        Assert.Equal($"Host=localhost;Port={port};Username=postgres;Password=p@ss/1", await ValueAsync(postgres.Resource));
        Assert.Equal($"Host=localhost;Port={port};Username=postgres;Password=p@ss/1;Database=catalog", await ValueAsync(database.Resource));
        Assert.Equal(new()
        {
            ["Host"] = "localhost",
            ["Port"] = $"{port}",
            ["Username"] = "postgres",
            ["Password"] = "p@ss/1",
            ["DatabaseName"] = "catalog",
            ["Uri"] = $"postgresql://postgres:p%40ss%2F1@localhost:{port}/catalog",
            ["JdbcConnectionString"] = $"jdbc:postgresql://localhost:{port}/catalog",
        }, await PropertiesAsync(database.Resource));
        Assert.Equal(["Host", "Port", "Username", "Password", "Uri", "JdbcConnectionString"], (await PropertiesAsync(postgres.Resource)).Keys);
    }

    [Fact]
    public void Postgres_in_the_manifest()
    {
        var postgres = _builder.AddPostgres("postgres");
        var database = postgres.AddDatabase("catalogdb");

        Assert.Equal("Host={postgres.bindings.tcp.host};Port={postgres.bindings.tcp.port};Username=postgres;Password={postgres-password.value}", postgres.Resource.ConnectionStringExpression.ValueExpression);
        Assert.Equal("{postgres.connectionString};Database=catalogdb", database.Resource.ConnectionStringExpression.ValueExpression);
        Assert.Equal("docker.io/library/postgres:18.3", postgres.Resource.Annotations.OfType<ContainerImageAnnotation>().Single().ToString());
    }

    [Fact]
    public async Task A_user_name_of_its_own_is_a_parameter()
    {
        _builder.Configuration["Parameters:user"] = "owner";
        var postgres = _builder.AddPostgres("postgres", _builder.AddParameter("user"));
        var port = ServerBuilder.Allocate(postgres.Resource);

        Assert.Equal($"Host=localhost;Port={port};Username=owner;Password=p@ss/1", await ValueAsync(postgres.Resource));
        Assert.Equal("postgresql://{user.value}:{postgres-password.value}@{postgres.bindings.tcp.host}:{postgres.bindings.tcp.port}", postgres.Resource.UriExpression.ValueExpression);
    }

    [Fact]
    public async Task Redis()
    {
        var cache = _builder.AddRedis("cache").WithDataVolume();
        var port = ServerBuilder.Allocate(cache.Resource);

        Assert.Equal($"localhost:{port},password=s3cret", await ValueAsync(cache.Resource));
        Assert.Equal("{cache.bindings.tcp.host}:{cache.bindings.tcp.port},password={cache-password.value}", cache.Resource.ConnectionStringExpression.ValueExpression);
        Assert.Equal(new() { ["Host"] = "localhost", ["Port"] = $"{port}", ["Password"] = "s3cret", ["Uri"] = $"redis://:s3cret@localhost:{port}" }, await PropertiesAsync(cache.Resource));

        var arguments = new List<object>();
        foreach (var annotation in cache.Resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await annotation.Callback(new(arguments));
        Assert.Equal(["-c", "redis-server --requirepass $REDIS_PASSWORD --save 60 1"], arguments);
        Assert.Equal("/bin/sh", cache.Resource.Entrypoint);
    }

    [Fact]
    public async Task Generated_passwords_have_22_characters_and_for_redis_no_specials()
    {
        var builder = new ServerBuilder();
        var postgres = builder.AddPostgres("db").Resource.PasswordParameter;
        var redis = builder.AddRedis("cache").Resource.PasswordParameter!;

        Assert.Equal(("db-password", "cache-password"), (postgres.Name, redis.Name));
        Assert.Equal(22, (await postgres.GetValueAsync(TestContext.Current.CancellationToken))!.Length);
        Assert.Matches("^[a-zA-Z0-9]{22}$", await redis.GetValueAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string?> ValueAsync(IResourceWithConnectionString resource) => await resource.GetConnectionStringAsync(TestContext.Current.CancellationToken);

    private static async Task<Dictionary<string, string?>> PropertiesAsync(IResourceWithConnectionString resource)
    {
        var values = new Dictionary<string, string?>();
        foreach (var (key, value) in resource.GetConnectionProperties())
            values.Add(key, await value.GetValueAsync(TestContext.Current.CancellationToken));
        return values;
    }
}
