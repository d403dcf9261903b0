using Shop.Users.Data;
using Shop.Users.Sessions;

namespace Shop.Users.Security;

/// <summary>
/// Writes the audit log. An entry belongs to the transaction of what it tells of: it is added to the context, and the caller saves it together
/// with the change.
/// </summary>
sealed class SecurityEvents(IHttpContextAccessor accessor, TimeProvider time)
{
    public void Add(UsersContext context, string kind, Guid? userId, Guid? actorId = null, string? details = null)
    {
        var http = accessor.HttpContext;
        context.SecurityEvents.Add(new()
        {
            UserId = userId,
            ActorId = actorId,
            Kind = kind,
            At = time.GetUtcNow(),
            IpAddress = ClientOf(http).IpAddress,
            UserAgent = ClientOf(http).UserAgent,
            Details = Cut(details, SecurityEvent.DetailsLength),
        });
    }

    /// <summary>Where the request comes from, as far as it says so.</summary>
    public static (string? IpAddress, string? UserAgent) ClientOf(HttpContext? http) => (
        http?.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : null,
        Cut(http?.Request.Headers.UserAgent.ToString(), UserSession.UserAgentLength));

    static string? Cut(string? text, int length) => string.IsNullOrEmpty(text) ? null : text.Length > length ? text[..length] : text;
}
