using System.Net;
using System.Text.Json;
using Aspire.Dashboard.Otlp.Wire;
using Xunit;

namespace Shop.Tests.Unit.Dashboard.Telemetry;

public sealed class ApiTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData(DashboardServer.OtlpKey, HttpStatusCode.Unauthorized)]
    [InlineData(DashboardServer.Token, HttpStatusCode.OK)]
    public async Task The_key_opens_the_api_and_nothing_else(string? key, HttpStatusCode expected)
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = server.Browser();
        if (key is not null)
            client.DefaultRequestHeaders.Add("x-api-key", key);
        foreach (var path in (string[])["resources", "logs", "traces", "metrics"])
        {
            using var answer = await client.GetAsync($"/api/telemetry/{path}", Ct);
            Assert.Equal(expected, answer.StatusCode);
        }

        using var console = await client.GetAsync("/api/console-logs", Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, console.StatusCode);
    }

    [Fact]
    public async Task Who_guesses_the_key_has_to_wait()
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = server.Browser();
        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(client, "guess")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await AskAsync(client, DashboardServer.Token)).StatusCode);

        static async Task<HttpResponseMessage> AskAsync(HttpClient client, string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/telemetry/logs") { Headers = { { "x-api-key", key } } };
            return await client.SendAsync(request, Ct);
        }
    }

    [Theory]
    [InlineData("logs?level=loud", "level")]
    [InlineData("logs?f=nothing", "f")]
    [InlineData("logs?trace=12", "trace")]
    [InlineData("logs?limit=0", "limit")]
    [InlineData("logs?follow=maybe", "follow")]
    [InlineData("traces?min=long", "min")]
    [InlineData("traces?kind=odd", "kind")]
    [InlineData("traces/12", "id")]
    [InlineData("metrics?window=1s", "window")]
    [InlineData("metrics?name=x", "meter")]
    public async Task What_can_not_be_read_is_told_by_its_name(string path, string field)
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = await ClientAsync(server);
        using var answer = await client.GetAsync($"/api/telemetry/{path}", Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task A_trace_is_given_whole_with_its_logs()
    {
        await using var server = await DashboardServer.StartAsync();
        server.Telemetry.Traces.Add([
            Incoming.Spans("web", Incoming.Span(7, 1, name: "POST /checkout", to: 100, kind: Span.Types.SpanKind.Server)),
            Incoming.Spans("catalog", Incoming.Span(7, 2, 1, from: 10, to: 90, fails: true, attributes: ("db.query.text", "insert into checkouts")))]);
        server.Telemetry.Logs.Add([Incoming.Logs("catalog", Incoming.Log("Refused", 17, trace: 7, span: 2))]);
        using var client = await ClientAsync(server);

        var list = await JsonAsync(client, "traces?resource=catalog&errors=true");
        var item = Assert.Single(list.GetProperty("items").EnumerateArray());
        Assert.Equal(("POST /checkout", 2, 1), (item.GetProperty("name").GetString(), item.GetProperty("spans").GetInt32(), item.GetProperty("errors").GetInt32()));

        var trace = await JsonAsync(client, $"traces/{item.GetProperty("traceId").GetString()}");
        var spans = trace.GetProperty("spans").EnumerateArray().ToArray();
        Assert.Equal(["POST /checkout", "insert into checkouts"], spans.Select(s => s.GetProperty("label").GetString()));
        Assert.Equal(spans[0].GetProperty("spanId").GetString(), spans[1].GetProperty("parentId").GetString());
        Assert.InRange(spans[1].GetProperty("criticalMs").GetDouble(), 70, 81);
        Assert.Equal("Refused", Assert.Single(trace.GetProperty("logs").EnumerateArray()).GetProperty("message").GetString());

        using var missing = await client.GetAsync("/api/telemetry/traces/00000000000000000000000000000099", Ct);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Metrics_are_listed_and_drawn()
    {
        await using var server = await DashboardServer.StartAsync();
        var now = DateTime.UtcNow;
        for (var second = -60; second < 0; second++)
            server.Telemetry.Metrics.Add([Incoming.Metrics("web", Incoming.Counter("requests", Incoming.Point(now.AddSeconds(second), 3 * (second + 60))))]);
        using var client = await ClientAsync(server);
        var instrument = Assert.Single((await JsonAsync(client, "metrics")).GetProperty("items").EnumerateArray());
        Assert.Equal(("counter", "requests"), (instrument.GetProperty("kind").GetString(), instrument.GetProperty("name").GetString()));
        var graph = await JsonAsync(client, "metrics?meter=test.meter&name=requests&window=1m");
        var values = graph.GetProperty("lines")[0].GetProperty("values").EnumerateArray().Where(v => v.ValueKind == JsonValueKind.Number).Select(v => v.GetDouble());
        Assert.InRange(values.Average(), 2.5, 3.1);
    }

    [Fact]
    public async Task New_records_are_followed_line_by_line_until_the_dashboard_stops()
    {
        var server = await DashboardServer.StartAsync();
        server.Telemetry.Logs.Add([Incoming.Logs("web", Incoming.Log("before 1"), Incoming.Log("before 2", 17))]);
        using var client = await ClientAsync(server);
        using var answer = await client.GetAsync("/api/telemetry/logs?follow=true&level=error", HttpCompletionOption.ResponseHeadersRead, Ct);
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Ct));
        Assert.Equal("before 2", await NextAsync());
        server.Telemetry.Logs.Add([Incoming.Logs("web", Incoming.Log("not wanted"), Incoming.Log("after", 17))]);
        Assert.Equal("after", await NextAsync());
        await server.DisposeAsync();
        Assert.Null(await reader.ReadLineAsync(Ct));

        async Task<string?> NextAsync() => JsonDocument.Parse((await reader.ReadLineAsync(Ct))!).RootElement.GetProperty("message").GetString();
    }

    [Fact]
    public async Task A_growing_trace_is_followed()
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = await ClientAsync(server);
        using var answer = await client.GetAsync("/api/telemetry/traces?follow=true", HttpCompletionOption.ResponseHeadersRead, Ct);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Ct));
        foreach (var count in (int[])[1, 2])
        {
            server.Telemetry.Traces.Add([Incoming.Spans("web", Incoming.Span(7, (ulong)count))]);
            Assert.Equal(count, JsonDocument.Parse((await reader.ReadLineAsync(Ct))!).RootElement.GetProperty("spans").GetInt32());
        }
    }

    static Task<HttpClient> ClientAsync(DashboardServer server)
    {
        var client = server.Browser();
        client.DefaultRequestHeaders.Add("x-api-key", DashboardServer.Token);
        return Task.FromResult(client);
    }

    static async Task<JsonElement> JsonAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync($"/api/telemetry/{path}", Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
    }
}
