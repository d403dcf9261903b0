using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Pages;
using Shop.Tests.Unit.Hosting.Servers;
using Shop.Tests.Unit.Integrations;
using Shop.Web.Errors;
using Shop.Web.Gateway;
using Shop.Web.Sessions;
using Shop.Web.SignIn;
using StackExchange.Redis;
using Xunit;

namespace Shop.Tests.Unit.Web.Sessions;

/// <summary>Web without its pages: sessions, sign-in and gateway as they run, with a real Redis, a provider, and as many replicas as a test wants.</summary>
sealed class Storefront : IAsyncDisposable
{
    readonly List<RunningApp> replicas = [];
    readonly TemporaryDirectory directory = new();

    Storefront() => Redis = new RedisProcess { Directory = directory.Path }.Start();

    /// <summary>Restarted, it still knows what it knew.</summary>
    public RedisProcess Redis { get; }

    public IdentityProvider Users { get; private set; } = null!;

    public string Address => replicas[0].Address;

    public IReadOnlyList<RunningApp> Replicas => replicas;

    public static async Task<Storefront> StartAsync(int replicas = 1, params (string Key, string Value)[] settings)
    {
        var storefront = new Storefront();
        await Eventually.TrueAsync(storefront.IsRedisThereAsync, TestContext.Current.CancellationToken);
        var address = RunningApp.DeadAddress();
        storefront.Users = await new IdentityProvider { Issuer = address + "/" }.StartAsync();
        for (var i = 0; i < replicas; i++)
        {
            await storefront.AddReplicaAsync(i == 0 ? address : RunningApp.DeadAddress(), address, settings);
            if (!settings.Any(static setting => setting.Key.StartsWith("services:users:", StringComparison.Ordinal)))
                await Eventually.TrueAsync(() => AreKeysKnownAsync(storefront.replicas[^1]), TestContext.Current.CancellationToken);
        }
        return storefront;
    }

    /// <summary>A first sign-in on a cold machine that others keep busy would else wait for the provider's keys longer than Web does.</summary>
    static async Task<bool> AreKeysKnownAsync(RunningApp replica)
    {
        try
        {
            await replica.Services.GetRequiredService<IConfigurationManager<OpenIdConnectConfiguration>>().GetConfigurationAsync(TestContext.Current.CancellationToken);
            return true;
        }
        catch (SigningKeysUnavailableException)
        {
            return false;
        }
    }

    public async Task RestartAsync()
    {
        var address = Address;
        await replicas[0].DisposeAsync();
        replicas.RemoveAt(0);
        await AddReplicaAsync(address, address, []);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in replicas)
            await replica.DisposeAsync();
        await Users.DisposeAsync();
        Redis.Dispose();
        directory.Dispose();
    }

    async Task<bool> IsRedisThereAsync()
    {
        try
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(Redis.ConnectionString + ",connectRetry=0,connectTimeout=500");
            return connection.IsConnected;
        }
        catch (RedisConnectionException)
        {
            return false;
        }
    }

    async Task AddReplicaAsync(string address, string issuer, (string Key, string Value)[] settings) => replicas.Add(await StartReplicaAsync(address,
    [
        ("ConnectionStrings:cache", Redis.ConnectionString),
        // On a machine that others keep busy a moment may be long. One that is killed refuses at once.
        ("Sessions:RedisPatience", "00:00:10"),
        ("Identity:Issuer", issuer),
        ("Identity:Clients:shop-web:Secret", IdentityProvider.Secret),
        ("services:users:http:0", Users.Address),
        .. settings,
    ]));

    /// <summary>Also beside a Web that runs elsewhere, with its settings.</summary>
    public static Task<RunningApp> StartReplicaAsync(string address, params (string Key, string Value)[] settings) => RunningApp.StartAsync(Map, builder =>
    {
        builder.WebHost.UseUrls(address);
        foreach (var (key, value) in settings)
            builder.Configuration[key] = value;
        builder.AddServiceDefaults();
        builder.AddSignIn();
        builder.Services.AddGateway();
        builder.Services.AddHttpClient("orders", static http => http.BaseAddress = new("https+http://orders")).AddCallerToken();
    });

    static void Map(WebApplication app)
    {
        app.UseErrorPages();
        app.MapDefaultEndpoints();
        app.UseAuthentication();
        app.UseSessions();
        app.UseAuthorization();
        app.UseFormTokens();
        app.MapGateway();
        app.MapSignIn();
        app.MapGet("/", () => "home");
        app.MapGet("/name", (HttpContext http) => http.User.Identity?.Name ?? "");
        app.MapGet("/claims", (HttpContext http) => string.Join(" ", http.User.Claims.Select(static claim => claim.Type).Order()));
        app.MapGet("/token", async (HttpContext http) => await http.ReadAccessTokenAsync() ?? "");
        app.MapGet("/form", (HttpContext http, IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(http).RequestToken);
        app.MapGet("/orders", (IHttpClientFactory clients, CancellationToken cancellationToken) => clients.CreateClient("orders").GetStringAsync("/api/orders/mine", cancellationToken));
        app.MapGet("/error", () => "error page");
    }
}

/// <summary>A browser: keeps cookies, goes where it is sent, and says how often.</summary>
sealed class Visitor : IDisposable
{
    const int MostRedirects = 8;

    readonly HttpClient http;

    public Visitor(string address) => http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = new(address) };

    public CookieContainer Cookies { get; } = new();

    /// <summary>Where the last way has led along.</summary>
    public List<Uri> Way { get; } = [];

    public Cookie? Cookie(string name) => Cookies.GetAllCookies().FirstOrDefault(cookie => cookie.Name == name);

    /// <summary>One step only.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel) => http.SendAsync(request, cancel);

    public Task<HttpResponseMessage> StepAsync(string address, CancellationToken cancel) => http.GetAsync(address, cancel);

    public Task<string> ReadAsync(string address, CancellationToken cancel) => http.GetStringAsync(address, cancel);

    public async Task<HttpResponseMessage> GoAsync(string address, CancellationToken cancel) => await FollowAsync(await StepAsync(address, cancel), cancel);

    public async Task<HttpResponseMessage> PostAsync(string address, CancellationToken cancel, params (string Key, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(static field => KeyValuePair.Create(field.Key, field.Value)));
        return await FollowAsync(await http.PostAsync(address, form, cancel), cancel);
    }

    public void Dispose() => http.Dispose();

    async Task<HttpResponseMessage> FollowAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        Way.Clear();
        while (response.Headers.Location is { } location && Way.Count < MostRedirects)
        {
            Way.Add(new Uri(response.RequestMessage!.RequestUri!, location));
            response = await http.GetAsync(Way[^1], cancel);
        }
        return response;
    }
}
