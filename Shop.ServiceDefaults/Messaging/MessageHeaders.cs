namespace Shop.ServiceDefaults.Messaging;

/// <summary>The headers that we put beside those of Rebus.</summary>
internal static class MessageHeaders
{
    /// <summary>W3C trace context.</summary>
    internal const string TraceParent = "traceparent", TraceState = "tracestate";

    /// <summary>How often handling has failed so far.</summary>
    internal const string Failures = "shop-failures";

    internal const string FailedAt = "shop-failed-at";
}
