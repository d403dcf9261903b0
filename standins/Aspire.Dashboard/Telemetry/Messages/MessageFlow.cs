using System.Globalization;
using Aspire.Dashboard.Telemetry.Traces;

namespace Aspire.Dashboard.Telemetry.Messages;

/// <summary>
/// What was sent and handled, by OpenTelemetry's conventions for messaging: a producer's span is a message sent, a consumer's one handled, and
/// <c>messaging.destination.name</c> says where it went. A message that waits has no span: it is not seen here before it is handled.
/// </summary>
/// <param name="Reach">How far back the traces go that are kept; at most the window that was asked for.</param>
internal sealed record MessageFlow(TimeSpan Reach, IReadOnlyList<DestinationFlow> Destinations)
{
    static readonly string[] DestinationNames = ["messaging.destination.name", "messaging.destination"];

    public static readonly MessageFlow Empty = new(TimeSpan.Zero, []);

    public static MessageFlow Of(TraceStore store, string? resource, TimeSpan window, DateTime now)
    {
        var traces = store.Traces;
        var from = now - window;
        if (store.Dropped > 0 && traces.Length > 0 && traces[0].Summary.Start is var oldest && oldest > from && oldest < now)
            from = oldest;
        var messages = traces.SelectMany(t => t.Spans).Where(IsMessage).ToArray();
        var sent = messages.Where(s => s.Kind == SpanKind.Producer).ToDictionary(s => (s.TraceId, s.SpanId));
        var destinations = messages
            .Where(s => s.End >= from && (resource is null || s.Resource.Is(resource)))
            .GroupBy(s => Destination(s)!.Value)
            .Select(g => DestinationFlow.Of(g.Key, [.. g], sent))
            .OrderBy(d => d.Name, StringComparer.Ordinal);
        return new(now - from, [.. destinations]);
    }

    public double PerMinute(int count) => Reach <= TimeSpan.Zero ? 0 : count / Reach.TotalMinutes;

    static bool IsMessage(TraceSpan span) => span.Kind is SpanKind.Producer or SpanKind.Consumer && Destination(span) is not null;

    static TelemetryAttribute? Destination(TraceSpan span)
    {
        foreach (var name in DestinationNames)
            if (span.Attributes.Find(name) is { Length: > 0 } value)
                return new(name, value);
        return null;
    }
}

/// <summary>The messages of one destination: a queue, a topic, or the kind of a message where senders name that.</summary>
/// <param name="Attribute">The name of the attribute that says the destination.</param>
/// <param name="Handled">How often one was handled, repetitions included.</param>
/// <param name="Failed">How many of those failed.</param>
/// <param name="HandlingP50">Null where nothing was handled.</param>
/// <param name="WaitP50">From the end of sending to the beginning of handling; null where no pair of the two is known.</param>
/// <param name="LastError">The last span of it that failed, of sending or handling.</param>
internal sealed record DestinationFlow(
    string Attribute, string Name, string? System, int Sent, int Handled, int Failed, TimeSpan? HandlingP50, TimeSpan? HandlingP95, TimeSpan? WaitP50, TimeSpan? WaitP95, TraceSpan? LastError,
    IReadOnlyList<string> Senders, IReadOnlyList<string> Handlers)
{
    static readonly char[] Separators = ['.', '-', '_', '/', ':'];
    static readonly string[] ErrorWords = ["error", "errors", "dlq", "dead", "deadletter", "poison"];

    /// <summary>Where messages go that keep failing, by what such queues are mostly called.</summary>
    public bool IsErrorQueue => Name.Split(Separators)[^1] is var last && (ErrorWords.Contains(last, StringComparer.OrdinalIgnoreCase) || Name.EndsWith("dead-letter", StringComparison.OrdinalIgnoreCase));

    public static DestinationFlow Of(TelemetryAttribute destination, TraceSpan[] spans, Dictionary<(UInt128, ulong), TraceSpan> sent)
    {
        var senders = spans.Where(s => s.Kind == SpanKind.Producer).ToArray();
        var handlers = spans.Where(s => s.Kind == SpanKind.Consumer).ToArray();
        var handling = handlers.Select(h => h.Duration).Order().ToArray();
        var waits = handlers.Select(h => Wait(h, sent)).OfType<TimeSpan>().Order().ToArray();
        return new(
            destination.Name, destination.Value, spans.Select(s => s.Attributes.Find("messaging.system")).FirstOrDefault(s => s is not null),
            senders.Sum(Count), handlers.Length, handlers.Count(h => h.IsError), Percentile(handling, 50), Percentile(handling, 95), Percentile(waits, 50), Percentile(waits, 95),
            spans.Where(s => s.IsError).MaxBy(s => s.End), Names(senders), Names(handlers));
    }

    /// <summary>By the message's sender, which is the parent of its handling, or is linked to where that is a trace of its own.</summary>
    static TimeSpan? Wait(TraceSpan handling, Dictionary<(UInt128, ulong), TraceSpan> sent)
    {
        var sending = sent.GetValueOrDefault((handling.TraceId, handling.ParentId));
        foreach (var link in handling.Links)
            sending ??= sent.GetValueOrDefault((link.TraceId, link.SpanId));
        if (sending is null)
            return null;
        // Clocks differ, and some are handled before the sender knows that they are sent.
        return handling.Start > sending.End ? handling.Start - sending.End : TimeSpan.Zero;
    }

    static int Count(TraceSpan span) => int.TryParse(span.Attributes.Find("messaging.batch.message_count"), CultureInfo.InvariantCulture, out var count) && count is > 0 and < 1_000_000 ? count : 1;

    static TimeSpan? Percentile(TimeSpan[] ordered, int percent) => ordered.Length == 0 ? null : ordered[Math.Max(0, (int)Math.Ceiling(ordered.Length * percent / 100.0) - 1)];

    static string[] Names(TraceSpan[] spans) => [.. spans.Select(s => s.Resource.Name).Distinct().Order(StringComparer.Ordinal)];
}
