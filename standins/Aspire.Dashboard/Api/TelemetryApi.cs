using System.Text.Json;
using Aspire.Dashboard.Resources;
using Aspire.Dashboard.Security;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Logs;
using Aspire.Dashboard.Telemetry.Messages;
using Aspire.Dashboard.Telemetry.Metrics;
using Aspire.Dashboard.Telemetry.Runs;
using Aspire.Dashboard.Telemetry.Traces;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Aspire.Dashboard.Api;

/// <summary>What the pages show, for programs: with a key or a browser's session, and by the same words in the address.</summary>
internal static class TelemetryApi
{
    const int UsualLimit = 200;
    const int MostItems = 10_000;

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/telemetry").WithMetadata(new ApiKeyAllowed());
        api.MapGet("/runs", GetRuns);
        api.MapGet("/resources", GetResources);
        api.MapGet("/logs", GetLogs);
        api.MapGet("/traces", GetTraces);
        api.MapGet("/traces/{id}", GetTrace);
        api.MapGet("/metrics", GetMetrics);
        api.MapGet("/messages", GetMessages);
    }

    static JsonHttpResult<ApiPage<ApiRun>> GetRuns(TelemetryRuns runs)
    {
        ApiRun[] all = [.. runs.Earlier.Select(r => new ApiRun(r.Id, r.StartedAt))];
        return Answer(new ApiPage<ApiRun>(all, all.Length, 0));
    }

    static IResult GetResources(string? run, ResourceFeed feed, TelemetryRuns runs)
    {
        var reader = new QueryReader();
        var store = reader.Run("run", run, runs);
        if (reader.Errors.Count > 0)
            return TypedResults.ValidationProblem(reader.Errors);
        var senders = store.Resources.All;
        // Of an earlier run only the telemetry is kept: in what state it was is not known.
        var known = (store == runs.Current ? feed.Current.Values : []).Where(r => !r.IsHidden).OrderBy(r => r.Id, StringComparer.Ordinal).ToArray();
        ApiResource[] all =
        [
            .. known.Select(r => ApiResource.Of(r, senders.Any(s => s.Is(r.Id)))),
            .. senders.Where(s => !known.Any(r => s.Is(r.Id))).Select(ApiResource.Of),
        ];
        return Answer(new ApiPage<ApiResource>(all, all.Length, 0));
    }

    static IResult GetLogs(
        string? resource, string? level, string? q, [FromQuery] string[]? f, string? trace, string? span, string? since, string? until, string? limit, string? follow, string? run,
        TelemetryRuns runs, TelemetryFeed feed)
    {
        var reader = new QueryReader();
        var store = reader.Run("run", run, runs);
        var query = LogQuery.Read(reader, resource, level, q, f, trace, span, reader.Range(since, until, store.Clock.GetUtcNow().UtcDateTime));
        var most = reader.Number("limit", limit, UsualLimit, MostItems);
        var follows = reader.Follow("follow", follow, store == runs.Current);
        if (reader.Errors.Count > 0)
            return TypedResults.ValidationProblem(reader.Errors);
        if (follows)
        {
            long last = 0;
            return new FollowResult(() => LogsAfter(store, query, ref last), most, feed, TelemetryKinds.Logs);
        }

        var matching = store.Logs.Entries.Where(query.Matches).OrderBy(e => e.Time).ThenBy(e => e.Number).ToArray();
        return Answer(new ApiPage<ApiLog>([.. matching.TakeLast(most).Select(ApiLog.Of)], matching.Length, store.Logs.Dropped));
    }

    static IResult GetTraces(
        string? resource, string? q, string? min, string? errors, string? kind, [FromQuery] string[]? f, string? since, string? until, string? order, string? limit, string? follow, string? run,
        TelemetryRuns runs, TelemetryFeed feed)
    {
        var reader = new QueryReader();
        var store = reader.Run("run", run, runs);
        var query = TraceQuery.Read(reader, resource, q, min, errors, kind, f, reader.Range(since, until, store.Clock.GetUtcNow().UtcDateTime));
        var slowestFirst = reader.Choice("order", order, TraceQuery.SlowestFirst);
        var most = reader.Number("limit", limit, UsualLimit, MostItems);
        var follows = reader.Follow("follow", follow, store == runs.Current);
        if (reader.Errors.Count > 0)
            return TypedResults.ValidationProblem(reader.Errors);
        if (follows)
        {
            var seen = new Dictionary<UInt128, int>();
            return new FollowResult(() => TracesSince(store, query, seen), most, feed, TelemetryKinds.Traces);
        }

        var matching = store.Traces.Traces.Where(query.Matches).Select(t => t.Summary).OrderByDescending(s => slowestFirst ? s.Duration.Ticks : s.Start.Ticks).ToArray();
        return Answer(new ApiPage<ApiTrace>([.. matching.Take(most).Select(ApiTrace.Of)], matching.Length, store.Traces.Dropped));
    }

    static IResult GetTrace(string id, string? run, TelemetryRuns runs)
    {
        var reader = new QueryReader();
        var store = reader.Run("run", run, runs);
        var traceId = reader.Trace("id", id);
        if (reader.Errors.Count > 0)
            return TypedResults.ValidationProblem(reader.Errors);
        if (traceId is null || store.Traces.Find(traceId.Value) is not { } trace)
            return TypedResults.Problem("There is no such trace (any more).", statusCode: StatusCodes.Status404NotFound);
        var tree = SpanTree.Build(trace.Spans);
        var critical = CriticalPath.Of(tree).ToLookup(p => p.SpanId, p => p.To - p.From);
        var summary = trace.Summary;
        return Answer(new ApiTraceDetails(
            id, SpanWords.Label(summary.Root), summary.Start, summary.Duration.TotalMilliseconds,
            [.. tree.Select(n => ApiSpan.Of(n.Span, critical[n.Span.SpanId].Aggregate(TimeSpan.Zero, (a, b) => a + b)))],
            [.. store.Logs.Entries.Where(e => e.TraceId == traceId).OrderBy(e => e.Time).Select(ApiLog.Of)]));
    }

    static IResult GetMetrics(string? resource, string? meter, string? name, string? window, [FromQuery] string[]? f, string? by, string? run, TelemetryRuns runs)
    {
        var reader = new QueryReader();
        var store = reader.Run("run", run, runs);
        var fields = reader.Fields("f", f);
        var length = reader.Window("window", window, usual: TimeSpan.FromMinutes(5));
        if (meter is null != name is null)
            reader.Errors[meter is null ? "meter" : "name"] = ["An instrument is named by its meter and its name."];
        if (reader.Errors.Count > 0)
            return TypedResults.ValidationProblem(reader.Errors);
        if (name is null)
            return Answer(Instruments(store, resource));
        var graph = MetricGraph.Of(store.Metrics, new(resource, meter!, name, length, fields, by), store.Clock.GetUtcNow().UtcDateTime);
        if (graph is null)
            return TypedResults.Problem("There is no such instrument.", statusCode: StatusCodes.Status404NotFound);
        return Answer(new ApiGraph(
            meter!, name, graph.Unit, ApiInstrument.KindName(graph.Kind), graph.From, graph.Step.TotalSeconds, graph.Lines, graph.LeftOut, graph.Dimensions,
            [.. graph.Exemplars.Select(e => new ApiExemplar(e.Time, e.Value, TelemetryId.Text(e.TraceId), TelemetryId.Text(e.SpanId)))]));
    }

    static IResult GetMessages(string? resource, string? window, string? run, TelemetryRuns runs)
    {
        var reader = new QueryReader();
        var store = reader.Run("run", run, runs);
        var length = reader.Window("window", window, usual: TimeSpan.FromMinutes(15));
        if (reader.Errors.Count > 0)
            return TypedResults.ValidationProblem(reader.Errors);
        var now = store.Clock.GetUtcNow().UtcDateTime;
        var chosen = string.IsNullOrEmpty(resource) ? null : resource;
        var flow = MessageFlow.Of(store.Traces, chosen, length, now);
        return Answer(new ApiMessages(flow.Reach.TotalSeconds, [.. flow.Destinations.Select(d => ApiDestination.Of(d, flow))], MessageCount.All(store.Metrics, chosen, length, now)));
    }

    static ApiPage<ApiInstrument> Instruments(TelemetryStore store, string? resource)
    {
        var all = store.Metrics.Read(all => all
            .Where(i => resource is null || i.Resource.Is(resource))
            .GroupBy(i => (i.Meter, i.Name))
            .Select(g => new ApiInstrument(
                g.Key.Meter, g.Key.Name, g.First().Unit, ApiInstrument.KindName(g.First().Kind), g.First().Description,
                [.. g.Select(i => i.Resource.Id).Order(StringComparer.Ordinal)], g.Sum(i => i.Series.Count)))
            .OrderBy(i => i.Meter, StringComparer.Ordinal).ThenBy(i => i.Name, StringComparer.Ordinal)
            .ToArray());
        return new(all, all.Length, store.Metrics.Dropped);
    }

    static IReadOnlyList<object> LogsAfter(TelemetryStore store, LogQuery query, ref long last)
    {
        var after = last;
        var entries = store.Logs.Entries;
        if (entries.Length > 0)
            last = Math.Max(last, entries[^1].Number);
        return [.. entries.Where(e => e.Number > after && query.Matches(e)).Select(ApiLog.Of)];
    }

    /// <summary>A trace comes again whenever it has got more spans.</summary>
    static List<object> TracesSince(TelemetryStore store, TraceQuery query, Dictionary<UInt128, int> seen)
    {
        var all = store.Traces.Traces;
        var items = new List<object>();
        foreach (var trace in all)
        {
            var summary = trace.Summary;
            if (seen.GetValueOrDefault(trace.Id) == summary.Spans || !query.Matches(trace))
                continue;
            seen[trace.Id] = summary.Spans;
            items.Add(ApiTrace.Of(summary));
        }

        // What is not kept any more need not be remembered either.
        if (seen.Count > (2 * all.Length) + 1_000)
            foreach (var id in seen.Keys.Except(all.Select(t => t.Id)).ToArray())
                seen.Remove(id);
        return items;
    }

    static JsonHttpResult<T> Answer<T>(T value) => TypedResults.Json(value, Json);
}
