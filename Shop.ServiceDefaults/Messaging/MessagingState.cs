using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Shop.ServiceDefaults.Messaging;

internal enum MessagingPart
{
    Receiving,
    Forwarding,
    Listening,
}

/// <summary>
/// How messaging fares. Until it has started the service is Unhealthy and gets no traffic; afterwards a broker that is away makes it only
/// Degraded, since everything that does not wait for a message goes on and the outbox keeps what is to be said.
/// </summary>
internal sealed class MessagingState(ILogger<MessagingState> logger) : IHealthCheck
{
    private readonly ConcurrentDictionary<MessagingPart, string> _failures = new();
    private volatile bool _started;
    private volatile string _waitingFor = "Messaging has not started.";

    internal bool IsStarted => _started;

    internal void Waiting(string reason)
    {
        if (_waitingFor == reason)
            return;
        _waitingFor = reason;
        logger.LogWarning("{Reason}", reason);
    }

    internal void Started() => _started = true;

    internal void Works(MessagingPart part)
    {
        if (!_failures.IsEmpty && _failures.TryRemove(part, out _))
            logger.LogInformation("{Part} messages works again.", part);
    }

    internal void Failed(MessagingPart part, string reason)
    {
        if (_failures.TryAdd(part, reason))
            logger.LogWarning("{Part} messages does not work: {Reason}", part, reason);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        !_started ? new HealthCheckResult(context.Registration.FailureStatus, _waitingFor)
        : _failures.IsEmpty ? HealthCheckResult.Healthy()
        : HealthCheckResult.Degraded(string.Join("; ", _failures.Select(static failure => $"{failure.Key} messages does not work: {failure.Value}"))));
}
