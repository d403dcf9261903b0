using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.OpenApi;
using Shop.Users.Paging;
using Shop.Users.Validation;

namespace Shop.Users.Security;

static class SecurityEventEndpoints
{
    static readonly SecurityEventPage Example = new(
        [new(new("019a1f46-52d0-7c3b-8e6f-1a9b4c7d2e55"), SecurityEventKinds.SignedIn, new(2026, 11, 25, 9, 30, 0, TimeSpan.Zero), false, "203.0.113.7", "Firefox", "Windows")],
        "CN4L2pY8AAABmh9GUtB8O45vGptMfS5V");

    public static void MapSecurityEvents(this IEndpointRouteBuilder routes) => routes.MapGet("/api/users/me/security-events", ListAsync)
        .WithTags("Sessions")
        .RequireAuthorization(Policies.Person)
        .WithName("ListSecurityEvents")
        .WithSummary("What happened to the caller's account, newest first.")
        .WithExamples(response: Example);

    static async Task<Results<Ok<SecurityEventPage>, ValidationProblem>> ListAsync(
        string? after, string? limit, ClaimsPrincipal caller, SecurityEventList events, IStringLocalizer<ValidationText> texts, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var count = PageLimit.Read(limit, errors);
        if (!TimeCursor.TryParse(after, out var cursor))
            errors.Add("after", ErrorTexts.Cursor);
        return errors.Any
            ? TypedResults.ValidationProblem(errors.In(texts))
            : TypedResults.Ok(await events.ReadAsync(caller.UserId(), cursor, count, cancellationToken));
    }
}
