using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Aspire.Dashboard;
using Aspire.Dashboard.Otlp.Wire;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry.Exporter;
using Xunit;

namespace Shop.Tests.Unit.Dashboard.Telemetry;

public sealed class ReceiverTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task What_the_sdk_sends_is_there_whole(OtlpExportProtocol protocol)
    {
        await using var server = await DashboardServer.StartAsync();
        var url = protocol == OtlpExportProtocol.Grpc ? server.Application.OtlpGrpcUrl! : server.Application.OtlpHttpUrl!;
        var service = $"catalog-{protocol}".ToLowerInvariant();
        string trace;
        await using (var sender = new Sender(url, protocol, service, instance: "abcdefgh"))
        {
            var histogram = sender.Meter.CreateHistogram("test.duration", "s", "How long", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
            using var span = sender.Source.StartActivity("GET /products", ActivityKind.Server)!;
            trace = span.TraceId.ToHexString();
            span.SetTag("http.request.method", "GET").SetStatus(ActivityStatusCode.Error, "broken");
            span.AddEvent(new("half", tags: new() { ["n"] = 2 }));
            histogram.Record(0.5, new KeyValuePair<string, object?>("route", "/products"));
            sender.Logger.LogError(new InvalidOperationException("No such table"), "Product {Id} is not there", 42);
        }

        var entry = Assert.Single(server.Telemetry.Logs.Entries);
        Assert.Equal((service, "abcdefgh"), (entry.Resource.Name, entry.Resource.Instance));
        Assert.Equal(("Product 42 is not there", "Product {Id} is not there", "Test.Category", LogLevel.Error), (entry.Message, entry.Template, entry.Category, entry.Level));
        Assert.Equal(("InvalidOperationException", "No such table"), (entry.ExceptionType, entry.ExceptionMessage));
        Assert.Contains(entry.Attributes, a => a is { Name: "Id", Value: "42" });

        var span1 = Assert.Single(Assert.Single(server.Telemetry.Traces.Traces).Spans);
        Assert.Equal(trace, Aspire.Dashboard.Telemetry.TelemetryId.Text(span1.TraceId));
        Assert.Equal(("GET /products", "server", true, "broken"), (span1.Name, span1.KindName, span1.IsError, span1.StatusMessage));
        Assert.Equal("half", Assert.Single(span1.Events).Name);
        Assert.Equal((span1.TraceId, span1.SpanId), (entry.TraceId, entry.SpanId));

        var (unit, sum, exemplar) = server.Telemetry.Metrics.Read(all =>
        {
            var instrument = Assert.Single(all);
            var series = Assert.Single(instrument.Series);
            return (instrument.Unit, series.Points(TimeSpan.FromMinutes(1)).Points[^1].Value, Assert.Single(series.Exemplars));
        });
        Assert.Equal(("s", 0.5, span1.TraceId), (unit, sum, exemplar.TraceId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData(DashboardServer.Token)]
    public async Task Without_the_key_nothing_is_taken(string key)
    {
        await using var server = await DashboardServer.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(server.Application.OtlpHttpUrl!) };
        foreach (var signal in (string[])["logs", "traces", "metrics"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/{signal}") { Content = Protobuf([]) };
            if (key.Length > 0)
                request.Headers.Add("x-otlp-api-key", key);
            using var answer = await http.SendAsync(request, Ct);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        await using (var sender = new Sender(server.Application.OtlpGrpcUrl!, OtlpExportProtocol.Grpc, "thief", key.Length > 0 ? key : "none"))
            sender.Logger.LogError("Never seen");
        Assert.Empty(server.Telemetry.Logs.Entries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_zipped_body_is_unpacked_and_partial_success_told(bool zipped)
    {
        await using var server = await DashboardServer.StartAsync();
        var good = new Span { TraceId = ByteString.CopyFrom(new byte[15].Append((byte)1).ToArray()), SpanId = ByteString.CopyFrom(new byte[7].Append((byte)2).ToArray()), Name = "good" };
        var request = new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { good, new Span { Name = "no ids" } } } } } } };
        using var answer = await PostAsync(server, "traces", Protobuf(request.ToByteArray(), zipped));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1, ExportTraceServiceResponse.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync(Ct)).PartialSuccess.RejectedSpans);
        Assert.Equal("good", Assert.Single(Assert.Single(server.Telemetry.Traces.Traces).Spans).Name);
    }

    [Fact]
    public async Task What_is_no_export_is_refused()
    {
        await using var server = await DashboardServer.StartAsync(limits: new() { RequestBytes = 100_000 });
        using (var torn = await PostAsync(server, "logs", Protobuf([0x0a, 0xff, 0xff, 0x01])))
            Assert.Equal(HttpStatusCode.BadRequest, torn.StatusCode);
        using (var unzipped = await PostAsync(server, "logs", Protobuf([1, 2, 3], zipped: null)))
            Assert.Equal(HttpStatusCode.BadRequest, unzipped.StatusCode);
        using (var json = await PostAsync(server, "logs", new StringContent("{}", MediaTypeHeaderValue.Parse("application/json"))))
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, json.StatusCode);
        using (var large = await PostAsync(server, "logs", Protobuf(new byte[100_001])))
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        // Small as it comes, a hundred times more than is taken once it is unpacked.
        using (var bomb = await PostAsync(server, "logs", Protobuf(new byte[10_000_000], zipped: true)))
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, bomb.StatusCode);
        using (var deep = await PostAsync(server, "logs", Protobuf(Nested(200))))
            Assert.Equal(HttpStatusCode.BadRequest, deep.StatusCode);
        using (var nested = await PostAsync(server, "logs", Protobuf(Nested(30))))
            Assert.Equal(HttpStatusCode.OK, nested.StatusCode);
        Assert.Contains('…', Assert.Single(server.Telemetry.Logs.Entries).Message);
    }

    [Fact]
    public async Task No_page_is_served_where_telemetry_is_taken_and_the_other_way_round()
    {
        await using var server = await DashboardServer.StartAsync();
        using var http = new HttpClient { DefaultRequestHeaders = { { "x-otlp-api-key", DashboardServer.OtlpKey } } };
        using var page = await http.GetAsync(server.Application.OtlpHttpUrl + "/", Ct);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        using var browser = await server.SignedInAsync();
        using var export = await browser.PostAsync("/v1/logs", Protobuf([]), Ct);
        Assert.Equal(HttpStatusCode.NotFound, export.StatusCode);
    }

    [Fact]
    public async Task A_taken_port_or_one_that_others_reach_is_told()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        foreach (var (url, reason) in new[] { ($"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}", "another program uses that port"), ("http://0.0.0.0:4317", "other machines") })
        {
            await using var dashboard = new DashboardApplication(
                new() { Url = "http://localhost:0", BrowserToken = DashboardServer.Token, ApplicationName = "Shop", OtlpGrpcUrl = url, OtlpApiKey = DashboardServer.OtlpKey },
                new StillSource(), NullLoggerFactory.Instance);
            var e = await Assert.ThrowsAsync<DashboardException>(() => dashboard.StartReceivingAsync(Ct));
            Assert.Contains(reason, e.Message, StringComparison.Ordinal);
            Assert.Null(dashboard.OtlpGrpcUrl);
            // The pages do not need it.
            await dashboard.StartAsync(Ct);
            Assert.NotEmpty(dashboard.LoginUrl);
        }
    }

    static async Task<HttpResponseMessage> PostAsync(DashboardServer server, string signal, HttpContent content)
    {
        using var http = new HttpClient { DefaultRequestHeaders = { { "x-otlp-api-key", DashboardServer.OtlpKey } } };
        return await http.PostAsync(new Uri($"{server.Application.OtlpHttpUrl}/v1/{signal}"), content, Ct);
    }

    /// <param name="zipped">Null only says so.</param>
    static ByteArrayContent Protobuf(byte[] body, bool? zipped = false)
    {
        if (zipped == true)
        {
            using var target = new MemoryStream();
            using (var gzip = new GZipStream(target, CompressionLevel.Optimal))
                gzip.Write(body);
            body = target.ToArray();
        }

        var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/x-protobuf") } };
        if (zipped != false)
            content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    static byte[] Nested(int levels)
    {
        var value = new AnyValue { IntValue = 1 };
        for (var i = 0; i < levels / 2; i++)
            value = new AnyValue { ArrayValue = new ArrayValue { Values = { value } } };
        return new ExportLogsServiceRequest { ResourceLogs = { new ResourceLogs { ScopeLogs = { new ScopeLogs { LogRecords = { new LogRecord { Body = value } } } } } } }.ToByteArray();
    }
}
