using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>Spans and metrics by OpenTelemetry's conventions for messaging.</summary>
internal static class MessagingTelemetry
{
    internal const string Name = "Shop.ServiceDefaults.Messaging";

    private const string System = "rebus";
    private static readonly ActivitySource s_source = new(Name);
    private static readonly Meter s_meter = new(Name);
    private static readonly Counter<long> s_sent = s_meter.CreateCounter<long>("messaging.client.sent.messages", "{message}", "Messages that the broker has taken.");
    private static readonly Counter<long> s_consumed = s_meter.CreateCounter<long>("messaging.client.consumed.messages", "{message}", "Messages that were delivered, repetitions included.");
    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram<double>("messaging.process.duration", "s", "How long handling took; with error.type where it failed.");
    private static readonly Counter<long> s_dead = s_meter.CreateCounter<long>("shop.messaging.dead_lettered.messages", "{message}", "Messages that went to the error queue.");
    private static QueueLengths s_lengths = new(0, 0, 0, 0);

    static MessagingTelemetry()
    {
        s_meter.CreateObservableGauge("shop.messaging.queue.messages", static () => s_lengths.Queue, "{message}", "Messages that wait in the service's queue.");
        s_meter.CreateObservableGauge("shop.messaging.queue.age", static () => s_lengths.QueueSeconds, "s", "How long the oldest of them has been due.");
        s_meter.CreateObservableGauge("shop.messaging.errors.messages", static () => s_lengths.Errors, "{message}", "Messages in the error queue, of all services.");
        s_meter.CreateObservableGauge("shop.messaging.outbox.messages", static () => s_lengths.Outbox, "{message}", "Messages that the broker does not have yet.");
    }

    internal static void Measured(QueueLengths lengths) => s_lengths = lengths;

    internal static Activity? StartPublish(string message, Guid id) => Start($"publish {message}", ActivityKind.Producer, default, "publish", "send", message, id.ToString());

    internal static Activity? StartProcess(string message, string id, string? traceParent, string? traceState)
    {
        _ = ActivityContext.TryParse(traceParent, traceState, isRemote: true, out var parent);
        return Start($"process {message}", ActivityKind.Consumer, parent, "process", "process", message, id);
    }

    internal static void Sent(string message) => s_sent.Add(1, SystemTag, Destination(message), new("messaging.operation.name", "publish"));

    internal static void Processed(string message, TimeSpan duration, Exception? failure)
    {
        s_consumed.Add(1, SystemTag, Destination(message), new("messaging.operation.name", "process"));
        var tags = new TagList { SystemTag, Destination(message), new("messaging.operation.name", "process") };
        if (failure is not null)
            tags.Add("error.type", failure.GetType().FullName);
        s_duration.Record(duration.TotalSeconds, tags);
    }

    internal static void DeadLettered(string message) => s_dead.Add(1, SystemTag, Destination(message));

    private static KeyValuePair<string, object?> SystemTag => new("messaging.system", System);

    private static KeyValuePair<string, object?> Destination(string message) => new("messaging.destination.name", message);

    private static Activity? Start(string name, ActivityKind kind, ActivityContext parent, string operation, string type, string message, string id)
    {
        var activity = s_source.StartActivity(name, kind, parent);
        return activity?
            .SetTag("messaging.system", System)
            .SetTag("messaging.operation.name", operation)
            .SetTag("messaging.operation.type", type)
            .SetTag("messaging.destination.name", message)
            .SetTag("messaging.message.id", id);
    }
}

internal sealed record QueueLengths(long Queue, double QueueSeconds, long Errors, long Outbox);
