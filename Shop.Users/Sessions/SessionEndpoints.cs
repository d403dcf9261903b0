using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.OpenApi;

namespace Shop.Users.Sessions;

static class SessionEndpoints
{
    static readonly SessionResponse Example = new(
        new("019a1f44-8b3e-7d11-9c0a-3f5e2d1b7a66"), true, "Firefox", "Windows", "203.0.113.7",
        new(2026, 11, 25, 9, 30, 0, TimeSpan.Zero), new(2026, 11, 25, 11, 2, 0, TimeSpan.Zero), new(2026, 11, 25, 19, 2, 0, TimeSpan.Zero));

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/users/me/sessions").WithTags("Sessions").RequireAuthorization(Policies.Person);
        group.MapGet("", ListAsync)
            .WithName("ListSessions")
            .WithSummary("The devices on which the caller is signed in: this one first, then the last used.")
            .WithExamples(response: new List<SessionResponse> { Example });
        group.MapDelete("/{id:guid}", RevokeAsync)
            .WithName("RevokeSession")
            .WithSummary("Signs one device out. Its tokens can't be refreshed any more; the last ends within five minutes.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapDelete("", RevokeAllAsync)
            .WithName("RevokeSessions")
            .WithSummary("Signs all devices out, but for the caller's if keepCurrent is true.");
    }

    static async Task<Ok<List<SessionResponse>>> ListAsync(ClaimsPrincipal caller, SessionList sessions, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sessions.ReadAsync(caller.UserId(), caller.SessionId(), cancellationToken));

    static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(Guid id, ClaimsPrincipal caller, UserSessions sessions, CancellationToken cancellationToken) =>
        await sessions.RevokeAsync(caller.UserId(), id, actorId: null, cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.Problem("There is no such session.", statusCode: StatusCodes.Status404NotFound);

    static async Task<NoContent> RevokeAllAsync(ClaimsPrincipal caller, UserSessions sessions, CancellationToken cancellationToken, bool keepCurrent = false)
    {
        await sessions.RevokeAllAsync(caller.UserId(), keepCurrent ? caller.SessionId() : null, actorId: null, cancellationToken);
        return TypedResults.NoContent();
    }
}
