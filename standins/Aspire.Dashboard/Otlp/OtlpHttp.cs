using System.IO.Compression;
using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Telemetry;
using Google.Protobuf;

namespace Aspire.Dashboard.Otlp;

/// <summary>OTLP as protobuf over HTTP, zipped or not.</summary>
internal static class OtlpHttp
{
    const string Protobuf = "application/x-protobuf";

    public static void Map(IEndpointRouteBuilder endpoints, OtlpSink sink, TelemetryLimits limits)
    {
        Map<ExportLogsServiceRequest>(endpoints, "/v1/logs", limits, sink.Take);
        Map<ExportTraceServiceRequest>(endpoints, "/v1/traces", limits, sink.Take);
        Map<ExportMetricsServiceRequest>(endpoints, "/v1/metrics", limits, sink.Take);
    }

    static void Map<TRequest>(IEndpointRouteBuilder endpoints, string path, TelemetryLimits limits, Func<TRequest, IMessage> take)
        where TRequest : IMessage<TRequest>, new() =>
        endpoints.MapPost(path, async (HttpContext context) =>
        {
            var request = context.Request;
            if (request.ContentType?.Split(';')[0].Trim() != Protobuf)
                return TypedResults.Problem($"The body has to be {Protobuf}.", statusCode: StatusCodes.Status415UnsupportedMediaType);
            var encoding = request.Headers.ContentEncoding.ToString();
            if (encoding is not ("" or "identity" or "gzip"))
                return TypedResults.Problem("The body may be zipped with gzip only.", statusCode: StatusCodes.Status415UnsupportedMediaType);
            try
            {
                using var body = await ReadAsync(request, encoding == "gzip", limits.RequestBytes, context.RequestAborted).ConfigureAwait(false);
                if (body is null)
                    return TypedResults.Problem($"An export may have {limits.RequestBytes} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);
                var message = new TRequest();
                message.MergeFrom(body.GetBuffer().AsSpan(0, (int)body.Length));
                return (IResult)TypedResults.Bytes(take(message).ToByteArray(), Protobuf);
            }
            catch (Exception e) when (e is InvalidProtocolBufferException or InvalidDataException)
            {
                return TypedResults.Problem($"The body is not what it says it is: {e.Message}", statusCode: StatusCodes.Status400BadRequest);
            }
        });

    /// <summary>Null where it is too much, be it only when it is unpacked.</summary>
    static async Task<MemoryStream?> ReadAsync(HttpRequest request, bool isZipped, int most, CancellationToken cancellationToken)
    {
        if (request.ContentLength > most)
            return null;
        await using var unzipped = isZipped ? new GZipStream(request.Body, CompressionMode.Decompress) : null;
        var source = unzipped ?? request.Body;
        var body = new MemoryStream();
        var buffer = new byte[16_384];
        while (await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            if (body.Length + read > most)
            {
                await body.DisposeAsync().ConfigureAwait(false);
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body;
    }
}
