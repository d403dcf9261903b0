using System.Text.Encodings.Web;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes the deployment manifest, from which azd and others deploy the application.</summary>
sealed class ManifestPublisher(
    DistributedApplicationModel model, DistributedApplicationExecutionContext executionContext, IConfiguration configuration,
    AppHostInfo appHost, IDistributedApplicationEventing eventing, IServiceProvider services)
{
    /// <exception cref="DistributedApplicationException">The command line asks for something else, or the file can't be written.</exception>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        var path = OutputPath();
        await eventing.PublishAsync(new BeforeStartEvent(services, model), cancellationToken);
        using var buffer = new MemoryStream();
        await WriteAsync(buffer, path, cancellationToken);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, buffer.ToArray(), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException($"The manifest can't be written to {path}: {e.Message}", e);
        }
        Console.WriteLine($"Published manifest to: {path}");
    }

    private string OutputPath()
    {
        if (!string.Equals(executionContext.PublisherName, "manifest", StringComparison.OrdinalIgnoreCase))
            throw new DistributedApplicationException($"There is no publisher '{executionContext.PublisherName}': use --publisher manifest.");
        if (configuration["output-path"] is not { Length: > 0 } output)
            throw new DistributedApplicationException("Where to write the manifest? Add --output-path <file>.");
        var path = Path.GetFullPath(output);
        return path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? path : Path.Combine(path, "aspire-manifest.json");
    }

    internal async Task WriteAsync(Stream stream, string path, CancellationToken cancellationToken)
    {
        await using var writer = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var context = new ManifestPublishingContext(executionContext, path, writer, cancellationToken) { ApplicationName = appHost.Name };
        writer.WriteStartObject();
        writer.WriteStartObject("resources");
        foreach (var resource in model.Resources)
            await context.WriteResourceAsync(resource);
        await context.WriteReferencedAsync(model);
        writer.WriteEndObject();
        writer.WriteEndObject();
        await writer.FlushAsync(cancellationToken);
    }
}
