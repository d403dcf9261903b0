using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Telemetry.Services;

namespace Aspire.Dashboard.Telemetry.Traces;

/// <summary>The last traces. A trace is as old as its first span's arrival, and goes as a whole.</summary>
internal sealed class TraceStore(TelemetryLimits limits, ResourceRegistry resources, IncomingText text, ServiceActivity activity, TimeProvider time)
{
    readonly Lock _lock = new();
    readonly Dictionary<UInt128, Trace> _traces = [];
    readonly Queue<Trace> _order = new();
    long _bytes;

    public event Action? Changed;

    /// <summary>Traces that had to go for newer ones.</summary>
    public long Dropped { get; private set; }

    /// <summary>Spans beyond the most of their trace.</summary>
    public long DroppedSpans { get; private set; }

    /// <summary>About what is kept in memory.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Oldest first.</summary>
    public Trace[] Traces
    {
        get
        {
            lock (_lock)
                return [.. _order];
        }
    }

    public Trace? Find(UInt128 id)
    {
        lock (_lock)
            return _traces.GetValueOrDefault(id);
    }

    /// <returns>How many were no spans at all: without the ids that make one.</returns>
    public int Add(IEnumerable<ResourceSpans> incoming)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var rejected = 0;
        var any = false;
        foreach (var group in incoming)
        {
            var resource = resources.Get(group.Resource);
            foreach (var scope in group.ScopeSpans)
            {
                var source = text.Name(scope.Scope?.Name ?? "");
                foreach (var span in scope.Spans)
                {
                    if (IncomingText.TraceId(span.TraceId) == 0 || IncomingText.SpanId(span.SpanId) == 0)
                    {
                        rejected++;
                        continue;
                    }

                    any |= Add(Read(resource, source, span, now));
                }
            }
        }

        if (any)
            Changed?.Invoke();
        return rejected;
    }

    public void Clear()
    {
        lock (_lock)
        {
            _traces.Clear();
            _order.Clear();
            _bytes = 0;
        }

        Changed?.Invoke();
    }

    bool Add(TraceSpan span)
    {
        lock (_lock)
        {
            if (!_traces.TryGetValue(span.TraceId, out var trace))
            {
                trace = new Trace(span.TraceId);
                _traces.Add(span.TraceId, trace);
                _order.Enqueue(trace);
                _bytes += trace.Bytes;
            }

            var before = trace.Bytes;
            if (!trace.Add(span, limits.SpansPerTrace))
            {
                if (trace.Spans.Length >= limits.SpansPerTrace)
                    DroppedSpans++;
                return false;
            }

            _bytes += trace.Bytes - before;
            while (_order.Count > limits.Traces || (_bytes > limits.TraceBytes && _order.Count > 1))
            {
                var oldest = _order.Dequeue();
                _traces.Remove(oldest.Id);
                _bytes -= oldest.Bytes;
                Dropped++;
            }
        }

        activity.Add(span);
        return true;
    }

    TraceSpan Read(TelemetryResource resource, string source, Span span, DateTime now)
    {
        var start = IncomingText.Time(span.StartTimeUnixNano, now);
        var end = IncomingText.Time(span.EndTimeUnixNano, start);
        return new TraceSpan
        {
            Resource = resource,
            TraceId = IncomingText.TraceId(span.TraceId),
            SpanId = IncomingText.SpanId(span.SpanId),
            ParentId = IncomingText.SpanId(span.ParentSpanId),
            Name = text.Name(span.Name),
            Source = source,
            Kind = span.Kind switch
            {
                Span.Types.SpanKind.Server => SpanKind.Server,
                Span.Types.SpanKind.Client => SpanKind.Client,
                Span.Types.SpanKind.Producer => SpanKind.Producer,
                Span.Types.SpanKind.Consumer => SpanKind.Consumer,
                _ => SpanKind.Internal,
            },
            Start = start,
            End = end < start ? start : end,
            IsError = span.Status?.Code == Status.Types.StatusCode.Error,
            StatusMessage = text.Text(span.Status?.Message ?? ""),
            Attributes = text.Attributes(span.Attributes),
            Events = [.. span.Events.Take(limits.EventsPerSpan).Select(e => new SpanEvent(text.Name(e.Name), IncomingText.Time(e.TimeUnixNano, start), text.Attributes(e.Attributes)))],
            Links = [.. span.Links.Take(limits.LinksPerSpan).Select(l => new SpanLink(IncomingText.TraceId(l.TraceId), IncomingText.SpanId(l.SpanId), text.Attributes(l.Attributes)))],
        };
    }
}
