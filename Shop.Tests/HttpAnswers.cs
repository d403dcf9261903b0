using System.Net;

namespace Shop.Tests;

static class HttpAnswers
{
    /// <summary>Where nothing else of the answer counts.</summary>
    public static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        return answer.StatusCode;
    }
}
