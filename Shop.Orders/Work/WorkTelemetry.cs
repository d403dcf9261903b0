using System.Diagnostics;

namespace Shop.Orders.Work;

/// <summary>A span for each piece of scheduled work.</summary>
static class WorkTelemetry
{
    // By the name of the application, to which ServiceDefaults listens.
    static readonly ActivitySource Source = new("Shop.Orders");

    /// <summary>What the work that is scheduled now goes on from.</summary>
    public static string? Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null;

    /// <summary>
    /// What is done at once belongs to the trace of whoever asked for it. What waits for days begins one of its own, linked to that: nobody
    /// would look for the former in a trace that is long over.
    /// </summary>
    public static Activity? Start(ScheduledWork work)
    {
        _ = ActivityContext.TryParse(work.TraceParent, null, isRemote: true, out var asked);
        var name = $"work {work.Kind}";
        ActivityTagsCollection tags = new([new("shop.work.kind", work.Kind.ToString()), new("shop.order.id", work.OrderId), new("shop.work.attempt", work.Attempts)]);
        if (work.Kind is WorkKind.Pay or WorkKind.Refund)
            return Source.StartActivity(name, ActivityKind.Consumer, asked, tags);
        // No parent must be found by chance: the worker's loop may have been started within a span.
        Activity.Current = null;
        return Source.StartActivity(ActivityKind.Consumer, tags: tags, links: asked == default ? null : [new ActivityLink(asked)], name: name);
    }
}
