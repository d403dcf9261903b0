using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Shop.Orders.Payments.Simulator;

/// <summary>The simulated gateway's interface, called over HTTP as a real one is. It is there only where the configuration asks for it.</summary>
static class SimulatorEndpoints
{
    const string Path = "/dev/payment-gateway/";

    static readonly TimeSpan SlowAnswer = TimeSpan.FromSeconds(2);

    /// <summary>At this process itself.</summary>
    public static Uri Address(IServiceProvider services)
    {
        var address = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(address => address.StartsWith("http://", StringComparison.Ordinal))
            ?? throw new HttpRequestException("The simulated gateway listens nowhere yet.");
        var builder = new UriBuilder(address.Replace("://+", "://localhost", StringComparison.Ordinal).Replace("://*", "://localhost", StringComparison.Ordinal)) { Path = Path };
        if (builder.Host is "0.0.0.0" or "[::]")
            builder.Host = "localhost";
        return builder.Uri;
    }

    public static void MapSimulator(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<PaymentOptions>();
        if (!options.IsSimulated)
            return;
        // It is not this shop's interface: it asks for its own key, and nothing of what surrounds the shop's requests is for it.
        var group = app.MapGroup(Path + "v1").ExcludeFromDescription().AllowAnonymous().AddEndpointFilter(async (context, next) =>
            IsKey(context.HttpContext.Request, options.Key) ? await next(context) : TypedResults.Unauthorized());
        group.ShortCircuit();

        group.MapPost("/payments", async (GatewayPayment payment, [FromHeader(Name = "Idempotency-Key")] string key, SimulatedGateway gateway, TimeProvider time, CancellationToken cancellationToken) =>
        {
            if (SimulatedGateway.Asks(payment.Token, SimulatedGateway.Slow))
                await Task.Delay(SlowAnswer, time, cancellationToken);
            return Answer(await gateway.PayAsync(key, payment, cancellationToken));
        });
        group.MapPost("/payments/{id:guid}/capture", async (
            Guid id, [FromHeader(Name = "Idempotency-Key")] string key, SimulatedGateway gateway, TimeProvider time, IHttpClientFactory http, HttpContext call, CancellationToken cancellationToken) =>
        {
            var answer = await gateway.CaptureAsync(key, id, cancellationToken);
            // Done, and the answer lost: the first time only, or nobody would ever hear.
            if (answer.Token is { } token && SimulatedGateway.Asks(token, SimulatedGateway.Silent))
                call.Abort();
            if (answer.Token is { } called && SimulatedGateway.Asks(called, SimulatedGateway.CallsBackTwice))
                foreach (var _ in Enumerable.Range(0, 2))
                    await CallBackAsync(http, Address(call.RequestServices), id, options, time, cancellationToken);
            return Answer(answer);
        });
        group.MapPost("/payments/{id:guid}/void", async (Guid id, [FromHeader(Name = "Idempotency-Key")] string key, SimulatedGateway gateway, CancellationToken cancellationToken) =>
            Answer(await gateway.VoidAsync(key, id, cancellationToken)));
        group.MapPost("/payments/{id:guid}/refunds", async (Guid id, GatewayRefund refund, [FromHeader(Name = "Idempotency-Key")] string key, SimulatedGateway gateway, CancellationToken cancellationToken) =>
            Answer(await gateway.RefundAsync(key, id, refund.Amount, cancellationToken)));
    }

    static async Task CallBackAsync(IHttpClientFactory http, Uri gateway, Guid payment, PaymentOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = $$"""{"type":"payment.captured","payment":"{{payment:N}}"}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, WebhookEndpoint.Path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Sign(options.WebhookSecret, time.GetUtcNow(), body));
        using var client = http.CreateClient();
        using var answer = await client.SendAsync(request, cancellationToken);
    }

    static bool IsKey(HttpRequest request, string key) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), Encoding.UTF8.GetBytes(HttpPaymentGateway.Credentials(key).ToString()));

    static ContentHttpResult Answer(SimulatedAnswer answer) => TypedResults.Text(answer.Call.Body, "application/json", Encoding.UTF8, answer.Call.Status);
}
