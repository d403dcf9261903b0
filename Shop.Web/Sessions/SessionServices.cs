using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Shop.Web.Security;
using StackExchange.Redis;

namespace Shop.Web.Sessions;

static class SessionServices
{
    const string Redis = "cache", KeysKey = "web:data-protection-keys";

    /// <summary>Whoever stays signed in all that time has to sign in again after it.</summary>
    static readonly TimeSpan LongestSession = TimeSpan.FromDays(30);

    /// <summary>Redis is near and answers in a moment, or not at all. <c>Sessions:RedisPatience</c> says otherwise, for where it is not so near.</summary>
    static readonly TimeSpan RedisPatience = TimeSpan.FromSeconds(1);

    /// <summary>Less than the lock of a refresh lasts.</summary>
    static readonly TimeSpan TokenPatience = TimeSpan.FromSeconds(5);

    /// <summary>Sessions in Redis, with the keys that protect them and all cookies: any replica serves any person.</summary>
    public static void AddSessions(this IHostApplicationBuilder builder, bool isSecure)
    {
        var patience = (int)builder.Configuration.GetValue("Sessions:RedisPatience", RedisPatience).TotalMilliseconds;
        builder.AddRedisClient(Redis, configureOptions: options =>
        {
            options.ConnectTimeout = options.AsyncTimeout = options.SyncTimeout = patience;
            // While the server is away a command fails at once instead of waiting for it.
            options.BacklogPolicy = BacklogPolicy.FailFast;
        });
        var services = builder.Services;
        // Without Redis people can still browse: a replica is then less well, and not to be taken out of service.
        services.PostConfigure<HealthCheckServiceOptions>(static options =>
        {
            foreach (var check in options.Registrations.Where(static check => check.Name.Contains("Redis", StringComparison.Ordinal)))
                check.FailureStatus = HealthStatus.Degraded;
        });
        services.AddDataProtection().SetApplicationName("Shop.Web").ProtectKeysByConfiguration(builder);
        services.AddOptions<KeyManagementOptions>().Configure<IServiceProvider>(static (options, services) =>
            options.XmlRepository = new RedisXmlRepository(() => services.GetRequiredService<IConnectionMultiplexer>().GetDatabase(), KeysKey));

        services.AddHttpContextAccessor().AddTransient<CallerTokenHandler>();
        services.AddHttpClient(TokenClient.Name, static http => http.Timeout = TokenPatience);
        services.AddSingleton<TokenClient>().AddSingleton<SessionTickets>().AddSingleton<SessionPerson>().AddSingleton<SessionRefresh>().AddSingleton<SessionStore>();
        var cookie = new SessionCookie(WebCookies.OfHost(WebCookies.Session, isSecure));
        services.AddSingleton(cookie);
        // No scheme is read by default: most answers don't depend on who asks, and those that do ask for the session.
        services.AddAuthentication().AddCookie(Session.Scheme);
        services.AddOptions<CookieAuthenticationOptions>(Session.Scheme).Configure<SessionStore>((options, store) =>
        {
            options.SessionStore = store;
            options.Cookie.Name = cookie.Name;
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = LongestSession;
            // The idle time slides in Redis, by putting off the value's end. The handler would write the ticket, and might undo a refresh.
            options.SlidingExpiration = false;
            options.Events.OnRedirectToAccessDenied = static context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
        });
    }
}
