using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Shop.ServiceDefaults.Errors;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults;

public sealed class ProblemTests
{
    private const string Page = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private const string Secret = "the password is swordfish";

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task A_parameter_that_cannot_be_read_is_named(string environment)
    {
        await using var service = await RunningService.StartAsync(Map, environment: environment);
        var answer = await service.GetAsync("/api/things?limit=many");
        Assert.Equal("Has a value that can't be read.", answer.FieldError("limit"));
        Assert.DoesNotContain("Int32", answer.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_parameter_that_is_missing_is_named()
    {
        await using var service = await RunningService.StartAsync(Map);
        Assert.Equal("Is required.", (await service.GetAsync("/api/things")).FieldError("limit"));
    }

    [Theory]
    [InlineData("""{ "name": "x", "size": { "width": "wide" } }""", "size.width", "Has a value that can't be read.")]
    [InlineData("""{ "name": "x" }""", "size", "Is required.")]
    [InlineData("""{ "name": "x", "size": {} }""", "size.width", "Is required.")]
    [InlineData("""{ "name": "x", """, "body", "Is not valid JSON")]
    [InlineData("""not json""", "body", "Is not valid JSON")]
    [InlineData("""[1, 2]""", "body", "Is not of the kind")]
    [InlineData("", "thing", "Is required.")]
    public async Task A_body_that_cannot_be_read_is_answered_with_the_field(string body, string field, string error)
    {
        await using var service = await RunningService.StartAsync(Map);
        var answer = await service.SendAsync(HttpMethod.Post, "/api/things", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.StartsWith(error, answer.FieldError(field), StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(Thing) + ",", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_endpoint_answers_is_a_problem_too()
    {
        await using var service = await RunningService.StartAsync(Map);
        (await service.GetAsync("/api/nothing")).Problem(HttpStatusCode.NotFound);
        (await service.GetAsync("/api/nothing", Page)).Problem(HttpStatusCode.NotFound);
        (await service.GetAsync("/nothing")).Problem(HttpStatusCode.NotFound);
        (await service.SendAsync(HttpMethod.Delete, "/api/things")).Problem(HttpStatusCode.MethodNotAllowed);
        (await service.SendAsync(HttpMethod.Post, "/api/things", new StringContent("x", Encoding.UTF8, "text/plain"))).Problem(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task An_exception_is_told_to_developers_only()
    {
        await using (var production = await RunningService.StartAsync(Map))
        {
            var answer = await production.GetAsync("/api/broken");
            answer.Problem(HttpStatusCode.InternalServerError);
            Assert.DoesNotContain("swordfish", answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", answer.Body, StringComparison.Ordinal);
        }
        await using var development = await RunningService.StartAsync(Map, environment: "Development");
        var detail = (await development.GetAsync("/api/broken")).Problem(HttpStatusCode.InternalServerError).GetProperty("detail").GetString();
        Assert.Contains(Secret, detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_unreachable_is_503_and_says_when_to_come_again()
    {
        await using var service = await RunningService.StartAsync(Map);
        (await service.GetAsync("/api/unreachable")).Problem(HttpStatusCode.ServiceUnavailable);
        using var response = await service.Client.GetAsync(new Uri("/api/unreachable", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Pages_keep_their_own_errors_and_the_api_beside_them_does_not_get_pages()
    {
        await using var service = await RunningService.StartAsync(pages: app => app.UseExceptionHandler("/error").UseStatusCodePagesWithReExecute("/not-found"), map: app =>
        {
            app.MapGet("/error", () => Results.Content("<h1>Sorry</h1>", "text/html", statusCode: 500));
            app.MapGet("/not-found", () => Results.Content("<h1>Not here</h1>", "text/html"));
            Map(app);
        });

        var error = await service.GetAsync("/broken", Page);
        Assert.Equal((HttpStatusCode.InternalServerError, "text/html", "<h1>Sorry</h1>"), (error.Status, error.ContentType, error.Body));
        var missing = await service.GetAsync("/nothing", Page);
        Assert.Equal((HttpStatusCode.NotFound, "text/html", "<h1>Not here</h1>"), (missing.Status, missing.ContentType, missing.Body));
        (await service.GetAsync("/api/broken", Page)).Problem(HttpStatusCode.InternalServerError);
        (await service.GetAsync("/api/nothing", Page)).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_exception_of_middleware_before_the_endpoints_is_answered()
    {
        await using var service = await RunningService.StartAsync(app => app.Use((HttpContext http, RequestDelegate next) =>
            http.Request.Path == "/api/early" ? throw new InvalidOperationException(Secret) : next(http)));
        var answer = await service.GetAsync("/api/early");
        answer.Problem(HttpStatusCode.InternalServerError);
        Assert.DoesNotContain("swordfish", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/x", Page, true)]
    [InlineData("/API/x", Page, true)]
    [InlineData("/apis", Page, false)]
    [InlineData("/x", Page, false)]
    [InlineData("/x", null, true)]
    [InlineData("/x", "*/*", true)]
    [InlineData("/x", "application/json, text/html;q=0.5", true)]
    [InlineData("/x", "application/problem+json;q=0.5, text/html", false)]
    public void The_rule(string path, string? accept, bool problem)
    {
        var http = new DefaultHttpContext();
        http.Request.Path = path;
        http.Request.Headers.Accept = accept;
        Assert.Equal(problem, http.WantsProblemDetails());
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/api/things", (int limit) => limit);
        app.MapPost("/api/things", (Thing thing) => thing);
        app.MapGet("/api/broken", string () => throw new InvalidOperationException(Secret));
        app.MapGet("/broken", string () => throw new InvalidOperationException(Secret));
        app.MapGet("/api/unreachable", string () => throw new HttpRequestException(Secret));
    }

    sealed record Thing(string Name)
    {
        public required Size Size { get; init; }
    }

    sealed record Size
    {
        public required int Width { get; init; }
    }
}
