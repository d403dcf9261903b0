using System.Text.Json;
using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Api;

/// <summary>
/// The last items that there are, then each new one, a line of JSON each, until either side ends it. Who reads slowly misses what is
/// dropped from the store meanwhile: nothing is kept for a reader.
/// </summary>
/// <param name="next">What is new since it was asked last.</param>
/// <param name="most">At most so many of what was there before.</param>
internal sealed class FollowResult(Func<IReadOnlyList<object>> next, int most, TelemetryFeed feed, TelemetryKinds kinds) : IResult
{
    static readonly byte[] LineEnd = "\n"u8.ToArray();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/x-ndjson; charset=utf-8";
        var body = httpContext.Response.Body;
        var cancellationToken = httpContext.RequestAborted;
        var limit = most;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                // Asked for before it is looked, so that nothing falls in between.
                var change = feed.NextAsync(kinds, cancellationToken);
                var items = next();
                foreach (var item in items.Skip(Math.Max(0, items.Count - limit)))
                {
                    await JsonSerializer.SerializeAsync(body, item, item.GetType(), TelemetryApi.Json, cancellationToken).ConfigureAwait(false);
                    await body.WriteAsync(LineEnd, cancellationToken).ConfigureAwait(false);
                }

                await body.FlushAsync(cancellationToken).ConfigureAwait(false);
                limit = int.MaxValue;
                await change.ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The dashboard stops, or the reader is gone.
        }
    }
}
