using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Shop.Web.Clients;

/// <summary>What a service says of a request that it does not do as asked.</summary>
public sealed record Problem(string? Detail, IReadOnlyDictionary<string, string[]>? Errors, JsonElement? Quote);

/// <summary>What a service has answered: a value, where it gives one, or a problem.</summary>
readonly record struct ServiceAnswer<T>(HttpStatusCode Status, T? Value, Problem? Problem)
    where T : class
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public bool HasError(string field) => Problem?.Errors?.ContainsKey(field) == true;
}

/// <summary>Calls of services on behalf of whoever the page is for, in the language of the page.</summary>
static class ServiceCalls
{
    /// <exception cref="HttpRequestException">The service did not answer, or not so that it could be read.</exception>
    public static Task<ServiceAnswer<T>> CallAsync<T>(
        this HttpClient http, HttpMethod method, string address, JsonTypeInfo<T> type, HttpContent? content = null, Action<HttpRequestHeaders>? headers = null,
        CancellationToken cancellationToken = default)
        where T : class =>
        http.CallAsync(method, address, type, content, request => headers?.Invoke(request.Headers), cancellationToken);

    /// <exception cref="HttpRequestException">The service did not answer, or not so that it could be read.</exception>
    public static async Task<ServiceAnswer<T>> CallAsync<T>(
        this HttpClient http, HttpMethod method, string address, JsonTypeInfo<T> type, HttpContent? content, Action<HttpRequestMessage> configure, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var request = new HttpRequestMessage(method, address) { Content = content };
            if (CultureInfo.CurrentUICulture.Name is { Length: > 0 } language)
                request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));
            configure(request);
            using var response = await http.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
                return new(response.StatusCode, response.StatusCode == HttpStatusCode.NoContent ? null : await response.Content.ReadFromJsonAsync(type, cancellationToken), null);
            // A service that is away is told apart from one that says no.
            if ((int)response.StatusCode >= 500 || response.StatusCode == HttpStatusCode.TooManyRequests)
                throw new HttpRequestException($"{http.BaseAddress} answered {(int)response.StatusCode} to {method} {address}.", null, response.StatusCode);
            var problem = response.Content.Headers.ContentType?.MediaType == "application/problem+json"
                ? await response.Content.ReadFromJsonAsync(ProblemJson.Default.Problem, cancellationToken)
                : null;
            return new(response.StatusCode, null, problem);
        }
        catch (Exception exception) when (exception is JsonException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"{http.BaseAddress} did not answer {method} {address}: {exception.Message}", exception);
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Problem))]
sealed partial class ProblemJson : JsonSerializerContext;
