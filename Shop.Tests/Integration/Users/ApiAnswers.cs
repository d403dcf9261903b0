using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Shop.Tests.Integration.Users;

/// <summary>Reads what an interface has answered.</summary>
static class ApiAnswers
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var body = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode == expected, $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri}: {answer.StatusCode}, expected {expected}. {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>The fields that a problem complains of, in order.</summary>
    public static async Task<string[]> RefusedFieldsAsync(this HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.JsonAsync(HttpStatusCode.BadRequest);
        return [.. problem.GetProperty("errors").EnumerateObject().Select(static error => error.Name).Order()];
    }

    public static async Task<HttpResponseMessage> PutAsync(this HttpClient client, string path, object body, string ifMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await client.SendAsync(request, Cancel);
    }
}
