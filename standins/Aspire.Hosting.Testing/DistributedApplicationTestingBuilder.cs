namespace Aspire.Hosting.Testing;

/// <summary>Starts an AppHost's own program for a test: random ports, state that is thrown away, no dashboard.</summary>
public static class DistributedApplicationTestingBuilder
{
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default) where TEntryPoint : class =>
        CreateAsync<TEntryPoint>([], cancellationToken);

    /// <param name="args">Arguments for the AppHost's program.</param>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(string[] args, CancellationToken cancellationToken = default) where TEntryPoint : class =>
        CreateAsync(typeof(TEntryPoint), args, cancellationToken);

    /// <exception cref="InvalidOperationException">The type's assembly is no program, or it ends without building an application.</exception>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync(Type entryPoint, string[] args, CancellationToken cancellationToken = default) =>
        await EntryPointRun.StartAsync(entryPoint.Assembly, args, cancellationToken);
}
