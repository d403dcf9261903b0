using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults;

public sealed class ServerTests
{
    [Fact]
    public async Task The_server_does_not_name_itself()
    {
        await using var service = await RunningService.StartAsync(app => app.MapGet("/api/x", () => "x"));
        Assert.False((await service.GetAsync("/api/x")).NamesServer);
    }

    [Fact]
    public async Task A_body_of_more_than_a_megabyte_is_refused()
    {
        await using var service = await RunningService.StartAsync(app => app.MapPost("/api/x", (string[] x) => x.Length));
        var answer = await service.SendAsync(HttpMethod.Post, "/api/x", new StringContent($"[\"{new string('x', 1024 * 1024)}\"]", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")));
        answer.Problem(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_ended_and_answered()
    {
        await using var service = await RunningService.StartAsync(
            app => app.MapGet("/api/slow", async (CancellationToken aborted) => await new TaskCompletionSource().Task.WaitAsync(aborted)),
            builder => builder.Services.PostConfigure<RequestTimeoutOptions>(options => options.DefaultPolicy = new()
            {
                Timeout = TimeSpan.FromMilliseconds(50),
                TimeoutStatusCode = options.DefaultPolicy!.TimeoutStatusCode,
                WriteTimeoutResponse = options.DefaultPolicy.WriteTimeoutResponse,
            }));
        Assert.Equal("The answer took too long.", (await service.GetAsync("/api/slow")).Problem(HttpStatusCode.GatewayTimeout).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task What_runs_has_time_to_end_and_less_than_the_orchestrator_gives()
    {
        await using var service = await RunningService.StartAsync();
        Assert.True(service.App.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout is { TotalSeconds: >= 3 and <= 5 });
    }

    [Fact]
    public async Task Developers_have_the_api_s_description_and_a_page_that_asks_no_other_server()
    {
        await using var service = await RunningService.StartAsync(app => app.MapGet("/api/things", () => "x"), environment: "Development");
        Assert.True((await service.GetAsync("/openapi/v1.json")).Json.GetProperty("paths").TryGetProperty("/api/things", out _));
        var page = await service.GetAsync("/scalar/", "text/html");
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.Status, page.ContentType));
        Assert.DoesNotContain("://", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_have_not()
    {
        await using var service = await RunningService.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await service.GetAsync("/openapi/v1.json")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await service.GetAsync("/scalar/")).Status);
    }
}
