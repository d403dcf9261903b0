using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.Orders.Work;

namespace Shop.Orders.Payments;

/// <summary>
/// The gateway's call-backs. They are believed in nothing but that something has happened: the payment's work is made due, which asks the gateway itself, as
/// it would have in a moment anyway. So they may come twice, late or never.
/// </summary>
static class WebhookEndpoint
{
    public const string Path = "/api/orders/webhooks/payments";

    const int LongestBody = 16 * 1024;

    public static void MapPaymentWebhook(this IEndpointRouteBuilder routes) => routes.MapPost(Path, HandleAsync)
        .AllowAnonymous()
        .WithTags("Payments")
        .WithName("PaymentWebhook")
        .WithSummary("The payment gateway says that something has happened to a payment. Signed; not older than five minutes.");

    static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        HttpRequest request, PaymentOptions options, OrdersContext context, WorkSignal signal, TimeProvider time, CancellationToken cancellationToken)
    {
        if (request.ContentLength is null or > LongestBody)
            return TypedResults.Problem("The body is too large, or of unknown length.", statusCode: StatusCodes.Status413PayloadTooLarge);
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(cancellationToken);
        if (!WebhookSignature.IsValid(options.WebhookSecret, request.Headers[WebhookSignature.Header], time.GetUtcNow(), body))
            return TypedResults.Problem("The signature is not valid, or too old.", statusCode: StatusCodes.Status401Unauthorized);
        if (PaymentOf(body) is { } payment)
        {
            var now = time.GetUtcNow();
            await context.Database.ExecuteSqlAsync(
                $"""
                 update scheduled_work set due_at = {now} where kind = {(short)WorkKind.Pay} and claim is null and due_at > {now}
                 and subject_id = (select id from payments where provider_id = {payment})
                 """, cancellationToken);
            signal.Raise();
        }
        return TypedResults.NoContent();
    }

    static string? PaymentOf(string body)
    {
        try
        {
            return JsonDocument.Parse(body).RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("payment", out var payment) && payment.ValueKind == JsonValueKind.String
                ? payment.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
