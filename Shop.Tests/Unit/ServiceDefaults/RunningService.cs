using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults;

/// <summary>A service with nothing but the defaults, on a real Kestrel and a port of its own.</summary>
sealed class RunningService : IAsyncDisposable
{
    private RunningService(WebApplication app)
    {
        App = app;
        Client = new HttpClient { BaseAddress = Address };
    }

    public WebApplication App { get; }

    public Uri Address => new(App.Urls.First());

    public HttpClient Client { get; }

    public static async Task<RunningService> StartAsync(
        Action<WebApplication>? map = null,
        Action<WebApplicationBuilder>? configure = null,
        Action<IApplicationBuilder>? pages = null,
        string environment = "Production",
        params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment, ApplicationName = "Shop.Tests" });
        builder.Logging.ClearProviders();
        // Nothing else: a service's own file may lie beside the tests.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        configure?.Invoke(builder);
        var app = builder.Build();
        pages?.Invoke(app);
        app.MapDefaultEndpoints();
        map?.Invoke(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    public async Task<Answer> GetAsync(string path, string? accept = null) => await SendAsync(HttpMethod.Get, path, accept: accept);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? accept = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return new(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers.Contains("Server"));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
    }
}

sealed record Answer(HttpStatusCode Status, string? ContentType, string Body, bool NamesServer)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The problem details, whose status must be the answer's.</summary>
    public JsonElement Problem(HttpStatusCode status)
    {
        Assert.Equal(status, Status);
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.Matches("^[0-9a-f]{32}$", Json.GetProperty("traceId").GetString());
        return Json;
    }

    public string FieldError(string field)
    {
        var errors = Problem(HttpStatusCode.BadRequest).GetProperty("errors");
        Assert.True(errors.TryGetProperty(field, out var messages), Body);
        return messages[0].GetString()!;
    }
}
