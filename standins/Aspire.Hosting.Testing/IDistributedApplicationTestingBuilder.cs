namespace Aspire.Hosting.Testing;

/// <summary>The AppHost's builder after its program has filled it, and before it builds: a test may still change what it wants.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable, IDisposable
{
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}
