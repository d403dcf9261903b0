using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Aspire.Dashboard;
using Aspire.Dashboard.Model;
using Aspire.Dashboard.Otlp.Wire;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;

namespace Shop.Bench;

static partial class Modes
{
    static partial void FindIngest(ref Func<CancellationToken, Task>? found) => found = Shop.Bench.Ingest.RunAsync;
}

/// <summary>How much telemetry the dashboard takes in, over gRPC as services send it, and what it takes in memory: with no page open, and with one that follows.</summary>
static class Ingest
{
    const string Key = "bench";
    /// <summary>As many as the SDK sends at once.</summary>
    const int Batch = 512;
    const int SpansPerTrace = 10;
    const int SpansPerRequest = Batch / SpansPerTrace * SpansPerTrace;
    const int Traces = 10_000;
    /// <summary>What must not be felt.</summary>
    const int Steady = 5_000;
    static readonly TimeSpan Long = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var dashboard = new DashboardApplication(
            new() { Url = "http://127.0.0.1:0", BrowserToken = "bench-token", ApplicationName = "Bench", OtlpGrpcUrl = "http://127.0.0.1:0", OtlpApiKey = Key },
            new NoResources(), NullLoggerFactory.Instance);
        await dashboard.StartReceivingAsync(cancellationToken);
        await dashboard.StartAsync(cancellationToken);
        using var sender = new HttpClient(new SocketsHttpHandler { EnableMultipleHttp2Connections = false })
        {
            BaseAddress = new Uri(dashboard.OtlpGrpcUrl!),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            DefaultRequestHeaders = { { "x-otlp-api-key", Key } },
        };

        var empty = Memory();
        var filling = Stopwatch.StartNew();
        for (var first = 0; first < Traces; first += Batch / SpansPerTrace)
            await SendAsync(sender, "trace.v1.TraceService", Spans(first, Math.Min(Batch / SpansPerTrace, Traces - first)), cancellationToken);
        var full = Memory();
        Write($"{Traces} traces of {SpansPerTrace} spans: {(full - empty) / 1_048_576.0:0} MB ({(full - empty) / (double)(Traces * SpansPerTrace):0} bytes a span; the store's own estimate {dashboard.Telemetry.Traces.Bytes / 1_048_576.0:0} MB), after {filling.Elapsed.TotalSeconds:0.0} s");

        // The requests are made before: what is measured is the dashboard and the wire.
        var spans = Enumerable.Range(0, 40).Select(i => Spans(Traces + (i * Batch), Batch / SpansPerTrace)).ToArray();
        var logs = Enumerable.Range(0, 40).Select(Logs).ToArray();
        var sent = 0;
        Task SendSpansAsync() => SendAsync(sender, "trace.v1.TraceService", Renewed(spans[sent % spans.Length], sent++), cancellationToken);
        Task SendLogsAsync() => SendAsync(sender, "logs.v1.LogsService", logs[sent++ % logs.Length], cancellationToken);
        var spanRate = await MeasureAsync("spans, no page open", SpansPerRequest, SendSpansAsync);
        var logRate = await MeasureAsync("log records, no page open", Batch, SendLogsAsync);
        Write($"{Kept(dashboard, empty)}");
        await using var page = await OpenPage.OpenAsync(dashboard.LoginUrl);
        if (page is null)
        {
            Write($"No Chromium was found (apt-get install chromium, or CHROMIUM_PATH): nothing is measured with a page open.");
            return;
        }

        await page.GoAsync("/traces");
        Write($"  {await MeasureAsync("spans, with the page of traces open", SpansPerRequest, SendSpansAsync) / spanRate:0.00} of that without");
        await page.GoAsync("/logs");
        Write($"  {await MeasureAsync("log records, with the page of logs open", Batch, SendLogsAsync) / logRate:0.00} of that without");
        Write($"{Kept(dashboard, empty)}, with the page open");
        var quiet = await LoadTimeAsync(page);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var process = Process.GetCurrentProcess();
        var (cpu, clock) = (process.TotalProcessorTime, Stopwatch.StartNew());
        var sending = SendSteadilyAsync(SendSpansAsync, end.Token);
        var busy = await LoadTimeAsync(page);
        process.Refresh();
        var cores = (process.TotalProcessorTime - cpu) / clock.Elapsed;
        await end.CancelAsync();
        await sending;
        Write($"{Steady} spans a second: {cores:0.00} of a core, sender, receiver and pages together; the page of traces loads in {busy.TotalMilliseconds:0} ms, {busy / quiet:0.0} times as long as without");
    }

    static string Kept(DashboardApplication dashboard, long empty) => string.Create(CultureInfo.InvariantCulture,
        $"{(Memory() - empty) / 1_048_576.0:0} MB, with {dashboard.Telemetry.Traces.Traces.Length} traces and {dashboard.Telemetry.Logs.Entries.Length} records kept");

    /// <summary>The median.</summary>
    static async Task<TimeSpan> LoadTimeAsync(OpenPage page)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < 15; i++)
            times.Add(await page.GoAsync("/traces"));
        return times.Order().ElementAt(times.Count / 2);
    }

    static async Task SendSteadilyAsync(Func<Task> send, CancellationToken end)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds((double)SpansPerRequest / Steady));
        while (!end.IsCancellationRequested)
        {
            await send();
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <returns>How many a second.</returns>
    static async Task<double> MeasureAsync(string what, int perRequest, Func<Task> send)
    {
        for (var i = 0; i < 200; i++)
            await send();
        var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var requests = 0;
        for (; clock.Elapsed < Long; requests++)
            await send();
        process.Refresh();
        var count = (double)requests * perRequest;
        Write($"{what}: {count / clock.Elapsed.TotalSeconds:0} a second, {(process.TotalProcessorTime - before).TotalMicroseconds / count:0.0} µs of CPU each, sender and receiver together");
        return count / clock.Elapsed.TotalSeconds;
    }

    static long Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    static async Task SendAsync(HttpClient sender, string service, byte[] message, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/opentelemetry.proto.collector.{service}/Export")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(message) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
            Headers = { { "TE", "trailers" } },
        };
        using var answer = await sender.SendAsync(request, cancellationToken);
        await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!answer.TrailingHeaders.TryGetValues("grpc-status", out var status) || status.Single() != "0")
            throw new InvalidOperationException($"{(int)answer.StatusCode}, grpc-status {(status is null ? "none" : string.Join(',', status))}");
    }

    /// <summary>The same spans of other traces: the first bytes of each trace's id are changed in place.</summary>
    static byte[] Renewed(byte[] message, int round)
    {
        Span<byte> stamp = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(stamp, round);
        ReadOnlySpan<byte> tag = [0x0a, 16, 0xfe, 0xed];
        var rest = message.AsSpan();
        while (rest.IndexOf(tag) is >= 0 and var at)
        {
            stamp.CopyTo(rest[(at + 4)..]);
            rest = rest[(at + 18)..];
        }

        return message;
    }

    static byte[] Spans(int first, int traces)
    {
        var scope = new ScopeSpans { Scope = new() { Name = "Microsoft.AspNetCore" } };
        var now = (ulong)(DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
        for (var trace = first; trace < first + traces; trace++)
            for (var span = 1; span <= SpansPerTrace; span++)
                scope.Spans.Add(new Span
                {
                    TraceId = TraceId(trace),
                    SpanId = SpanId((ulong)trace * 100 + (ulong)span),
                    ParentSpanId = span == 1 ? ByteString.Empty : SpanId((ulong)trace * 100 + (ulong)span / 2),
                    Name = span % 2 == 1 ? "GET /api/catalog/products/{slug}" : "catalogdb",
                    Kind = span % 2 == 1 ? Span.Types.SpanKind.Server : Span.Types.SpanKind.Client,
                    StartTimeUnixNano = now,
                    EndTimeUnixNano = now + 5_000_000,
                    Attributes =
                    {
                        Text("http.request.method", "GET"), Text("url.scheme", "http"), Text("server.address", "localhost"), Number("server.port", 5101), Text("http.route", "/api/catalog/products/{slug}"),
                        Text("url.path", $"/api/catalog/products/{trace}"), Number("http.response.status_code", 200), Text("network.protocol.version", "1.1"),
                        Text("db.query.text", "select p.id, p.slug, p.name_en from products as p where p.slug = $1 limit 1"), Text("user_agent.original", "Mozilla/5.0"),
                    },
                });
        return Framed(new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { Resource = Service(), ScopeSpans = { scope } } } });
    }

    static byte[] Logs(int first)
    {
        var scope = new ScopeLogs { Scope = new() { Name = "Microsoft.AspNetCore.Hosting.Diagnostics" } };
        var now = (ulong)(DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
        for (var i = 0; i < Batch; i++)
            scope.LogRecords.Add(new LogRecord
            {
                TimeUnixNano = now,
                SeverityNumber = 9,
                Body = new() { StringValue = $"Request finished HTTP/1.1 GET /api/catalog/products/{first * Batch + i} - 200 in 5 ms" },
                TraceId = TraceId(i),
                SpanId = SpanId((ulong)i + 1),
                Attributes =
                {
                    Text("{OriginalFormat}", "Request finished {Protocol} {Method} {Path} - {Status} in {Elapsed} ms"), Text("Protocol", "HTTP/1.1"), Text("Method", "GET"), Text("Path", $"/api/catalog/products/{first * Batch + i}"),
                    Number("Status", 200), Number("Elapsed", 5), Text("RequestId", $"0HN{i}:00000001"), Text("ConnectionId", $"0HN{i}"),
                },
            });
        return Framed(new ExportLogsServiceRequest { ResourceLogs = { new ResourceLogs { Resource = Service(), ScopeLogs = { scope } } } });
    }

    static byte[] Framed(IMessage message)
    {
        var framed = new byte[5 + message.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), framed.Length - 5);
        message.WriteTo(framed.AsSpan(5));
        return framed;
    }

    static Resource Service() => new() { Attributes = { Text("service.name", "catalog"), Text("service.instance.id", "abcdefgh") } };

    static KeyValue Text(string name, string value) => new() { Key = name, Value = new() { StringValue = value } };

    static KeyValue Number(string name, long value) => new() { Key = name, Value = new() { IntValue = value } };

    static ByteString TraceId(int trace)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        (bytes[0], bytes[1]) = (0xfe, 0xed);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], trace + 1);
        return ByteString.CopyFrom(bytes);
    }

    static ByteString SpanId(ulong span)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, span);
        return ByteString.CopyFrom(bytes);
    }

    static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    sealed class NoResources : IResourceSource
    {
        public IReadOnlyList<ResourceView> GetResources() => [];

        public async IAsyncEnumerable<ResourceView> WatchAsync([EnumeratorCancellation] CancellationToken ct)
        {
            await Task.CompletedTask;
            yield break;
        }

        public IReadOnlyList<ConsoleLine> GetConsoleLines(string resourceId, int last) => [];

        public async IAsyncEnumerable<ConsoleLine> WatchConsoleAsync(string resourceId, [EnumeratorCancellation] CancellationToken ct)
        {
            await Task.CompletedTask;
            yield break;
        }

        public Task<CommandOutcome> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken ct) => Task.FromResult(new CommandOutcome(false, null));
    }
}
