using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Serialization;

namespace Shop.Orders.Payments;

/// <summary>Speaks to a gateway by HTTP: <c>POST /v1/payments</c>, <c>…/{id}/capture</c>, <c>/void</c>, <c>/refunds</c>, with <c>Idempotency-Key</c>; 402 is a decline, 409 to a void says that it has been captured.</summary>
sealed class HttpPaymentGateway(HttpClient http, PaymentOptions options) : IPaymentGateway
{
    public async Task<Authorisation> AuthoriseAsync(string key, string token, decimal amount, string currency, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(key, "v1/payments", JsonContent.Create(new GatewayPayment(token, amount, currency), GatewayJson.Default.GatewayPayment), cancellationToken);
        var body = await answer.Content.ReadFromJsonAsync(GatewayJson.Default.GatewayAnswer, cancellationToken) ?? throw new HttpRequestException("The gateway's answer is empty.");
        return answer.StatusCode == HttpStatusCode.PaymentRequired
            ? new(null, body.Code ?? "declined")
            : new(body.Id ?? throw new HttpRequestException("The gateway names no payment."), null);
    }

    public async Task CaptureAsync(string key, string payment, CancellationToken cancellationToken) =>
        (await SendAsync(key, $"v1/payments/{Uri.EscapeDataString(payment)}/capture", null, cancellationToken)).EnsureSuccessStatusCode().Dispose();

    public async Task<bool> VoidAsync(string key, string payment, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(key, $"v1/payments/{Uri.EscapeDataString(payment)}/void", null, cancellationToken);
        return answer.StatusCode != HttpStatusCode.Conflict;
    }

    public async Task RefundAsync(string key, string payment, decimal amount, CancellationToken cancellationToken) =>
        (await SendAsync(key, $"v1/payments/{Uri.EscapeDataString(payment)}/refunds", JsonContent.Create(new GatewayRefund(amount), GatewayJson.Default.GatewayRefund), cancellationToken)).EnsureSuccessStatusCode().Dispose();

    /// <summary>The key as a user without a password: a bearer's token is a person's here, and would be looked at as one.</summary>
    public static AuthenticationHeaderValue Credentials(string key) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));

    /// <exception cref="HttpRequestException">Neither done nor declined.</exception>
    async Task<HttpResponseMessage> SendAsync(string key, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add("Idempotency-Key", key);
        request.Headers.Authorization = Credentials(options.Key);
        var answer = await http.SendAsync(request, cancellationToken);
        if (answer.IsSuccessStatusCode || answer.StatusCode is HttpStatusCode.PaymentRequired or HttpStatusCode.Conflict)
            return answer;
        using (answer)
            throw new HttpRequestException($"The payment gateway answered {(int)answer.StatusCode}.", null, answer.StatusCode);
    }
}

sealed record GatewayPayment(string Token, decimal Amount, string Currency);

sealed record GatewayRefund(decimal Amount);

sealed record GatewayAnswer(string? Id, string? Code);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(GatewayPayment))]
[JsonSerializable(typeof(GatewayRefund))]
[JsonSerializable(typeof(GatewayAnswer))]
sealed partial class GatewayJson : JsonSerializerContext;
