using System.Net.Http.Headers;

namespace Shop.Web.Sessions;

/// <summary>
/// Lets a typed client speak to a service for the person whose request is being answered: <c>AddHttpClient&lt;OrdersClient&gt;(..).AddCallerToken()</c>.
/// For a stranger it adds nothing.
/// </summary>
sealed class CallerTokenHandler(IHttpContextAccessor accessor) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (accessor.HttpContext is { } http && await http.ReadAccessTokenAsync() is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await base.SendAsync(request, cancellationToken);
    }
}

static class CallerTokenExtensions
{
    public static IHttpClientBuilder AddCallerToken(this IHttpClientBuilder client) => client.AddHttpMessageHandler<CallerTokenHandler>();
}
