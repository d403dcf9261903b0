using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.Publishing;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Shop.Tests.Unit.Hosting.Publishing;

public sealed class ManifestTests
{
    [Fact]
    public async Task The_shops_manifest_is_the_one_that_azd_knows()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Shop_AppHost>(["--publisher", "manifest", "--output-path", "unused"], TestContext.Current.CancellationToken);
        await using var app = await builder.BuildAsync(TestContext.Current.CancellationToken);

        var manifest = await WriteAsync(app, Path.Combine(builder.AppHostDirectory, "aspire-manifest.json"));

        var golden = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Unit", "Hosting", "Publishing", "shop-manifest.json"), TestContext.Current.CancellationToken);
        Assert.Equal(golden.ReplaceLineEndings("\n").Trim(), manifest.ReplaceLineEndings("\n").Trim());
    }

    [Fact]
    public async Task Parameters_replicas_waits_and_tools_are_written_as_the_contract_says()
    {
        var builder = TestApplication.CreateBuilder("--publisher", "manifest", "--output-path", "unused");
        var fixedValue = builder.AddParameter("region", "west", publishValueAsDefault: true);
        var input = builder.AddParameter("api-key", secret: true);
        var redis = builder.AddRedis("cache").WithRedisInsight();
        builder.AddContainer("mail", "example/mail", "2").WithHttpEndpoint(targetPort: 8025).WithEnvironment("KEY", input).WithEnvironment("REGION", fixedValue).WithArgs("-v").WaitFor(redis);
        builder.AddExecutable("tool", "tool", ".").ExcludeFromManifest();
        await using var app = builder.Build();

        var resources = JsonNode.Parse(await WriteAsync(app, Path.Combine(builder.AppHostDirectory, "m.json")))!["resources"]!;

        Assert.Equal(["region", "api-key", "cache", "mail", "cache-password"], resources.AsObject().Select(r => r.Key));
        Assert.Equal("""{"type":"parameter.v0","value":"west"}""", Compact(resources["region"]));
        Assert.Equal("""{"type":"parameter.v0","value":"{api-key.inputs.value}","inputs":{"value":{"type":"string","secret":true}}}""", Compact(resources["api-key"]));
        Assert.Equal("""{"type":"container.v0","image":"example/mail:2","args":["-v"],"env":{"KEY":"{api-key.value}","REGION":"{region.value}"},"bindings":{"http":{"scheme":"http","protocol":"tcp","transport":"http","targetPort":8025}}}""", Compact(resources["mail"]));
    }

    [Fact]
    public async Task A_publisher_that_is_not_there_is_refused()
    {
        await using var app = TestApplication.CreateBuilder("--publisher", "helm", "--output-path", "x").Build();

        var publisher = ActivatorUtilities.CreateInstance<ManifestPublisher>(app.Services);

        Assert.Contains("'helm'", (await Assert.ThrowsAsync<DistributedApplicationException>(() => publisher.PublishAsync(TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    private static async Task<string> WriteAsync(DistributedApplication app, string path)
    {
        using var stream = new MemoryStream();
        await ActivatorUtilities.CreateInstance<ManifestPublisher>(app.Services).WriteAsync(stream, path, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Compact(JsonNode? node) => node!.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
