namespace Aspire.Hosting;

public enum DistributedApplicationOperation { Run, Publish }

public sealed class DistributedApplicationExecutionContext(DistributedApplicationOperation operation, string publisherName = "manifest")
{
    private IServiceProvider? _services;

    public DistributedApplicationOperation Operation { get; } = operation;
    public string PublisherName { get; } = publisherName;
    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;
    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    /// <exception cref="InvalidOperationException">The application is not built yet.</exception>
    public IServiceProvider ServiceProvider
    {
        get => _services ?? throw new InvalidOperationException("The services are there once the application is built.");
        internal set => _services = value;
    }
}
