namespace Aspire.Hosting.Dashboard;

/// <summary>Where the resources send their telemetry. What is started waits to be told, but not for long.</summary>
sealed class TelemetryTarget
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<TelemetryEndpoint?> _endpoint = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Null where nobody takes it.</summary>
    public async Task<TelemetryEndpoint?> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _endpoint.Task.WaitAsync(s_patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    public void Set(TelemetryEndpoint? endpoint) => _endpoint.TrySetResult(endpoint);
}

/// <param name="Protocol"><c>grpc</c> or <c>http/protobuf</c>.</param>
sealed record TelemetryEndpoint(string Url, string Protocol, string ApiKey);
