using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Shop.Users.Security;

readonly record struct RateLimitDecision(bool IsAllowed, TimeSpan RetryAfter)
{
    public static readonly RateLimitDecision Allowed = new(true, TimeSpan.Zero);
}

/// <summary>
/// Counts in sliding windows: of the window before, the part that still lies within the time. Each try is counted before it is judged, so that
/// many at once don't all find room; one that is refused is taken off again, so that hammering does not keep the owner out for longer.
/// </summary>
sealed class RateLimits(IOptionsMonitor<RateLimitOptions> options, SharedWindowCounter counter, TimeProvider time)
{
    /// <summary>By the caller's address and, where one is meant, by account. The account's name need not exist.</summary>
    public async Task<RateLimitDecision> TryAsync(HttpContext http, RateLimited action, string? account, CancellationToken cancellationToken)
    {
        var limits = options.CurrentValue.For(action);
        var byAddress = await TryAsync($"{action}:address:{Network(http.Connection.RemoteIpAddress)}", limits.PerAddress, cancellationToken);
        if (!byAddress.IsAllowed || account is null)
            return byAddress;
        return await TryAsync($"{action}:account:{account}", limits.PerAccount, cancellationToken);
    }

    async Task<RateLimitDecision> TryAsync(string subject, RateLimit limit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcTicks;
        var (window, passed) = Math.DivRem(now, limit.Window.Ticks);
        var fraction = (double)passed / limit.Window.Ticks;
        // Who has tried to sign in is nobody's business who may look into the cache.
        var key = $"users:limit:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject)).AsSpan(0, 16))}";

        var (current, previous) = await counter.CountAsync(key, window, limit.Window, cancellationToken);
        if (previous * (1 - fraction) + current <= limit.Permits)
            return RateLimitDecision.Allowed;
        counter.Uncount(key, window, limit.Window);
        return new(false, RetryAfter(limit, current - 1, previous, fraction));
    }

    /// <summary>Until there is room for one more, if nobody else takes it.</summary>
    static TimeSpan RetryAfter(RateLimit limit, long current, long previous, double fraction)
    {
        var room = limit.Permits - 1 - current;
        var wait = room >= 0 && previous > 0 ? 1 - (double)room / previous - fraction : 1 - fraction;
        var delay = limit.Window * Math.Clamp(wait, 0, 1);
        return TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(delay.TotalSeconds)));
    }

    /// <summary>Of IPv6 the half that names a network: a single customer is given all of the other half.</summary>
    internal static string Network(IPAddress? address)
    {
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}

static class RateLimitExtensions
{
    public static void AddRateLimits(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section);
        builder.Services.AddSingleton<ProcessWindowCounter>();
        builder.Services.AddSingleton<SharedWindowCounter>();
        builder.Services.AddSingleton<RateLimits>();
    }

    /// <summary>429, and when it is worth another try.</summary>
    public static void TooMany(this HttpResponse response, TimeSpan retryAfter) => response.ComeAgain(StatusCodes.Status429TooManyRequests, retryAfter);

    /// <summary>503, for what is nobody's fault.</summary>
    public static void TooBusy(this HttpResponse response, TimeSpan retryAfter) => response.ComeAgain(StatusCodes.Status503ServiceUnavailable, retryAfter);

    static void ComeAgain(this HttpResponse response, int status, TimeSpan retryAfter)
    {
        response.StatusCode = status;
        response.Headers.RetryAfter = ((int)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }
}
