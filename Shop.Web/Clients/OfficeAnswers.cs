using System.Net;

namespace Shop.Web.Clients;

static class OfficeAnswers
{
    /// <summary>A service's word on who may do what counts for more than the session's, which may be minutes old.</summary>
    /// <exception cref="BadHttpRequestException">The person is no longer what they were when the page was asked for: shown as the page that says so.</exception>
    public static ServiceAnswer<T> Allowed<T>(this ServiceAnswer<T> answer)
        where T : class =>
        answer.Status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized
            ? throw new BadHttpRequestException("The service does not let this person do that.", StatusCodes.Status403Forbidden)
            : answer;
}
