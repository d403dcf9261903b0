using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Localization;
using Shop.ServiceDefaults.OpenApi;
using Shop.Users.Paging;
using Shop.Users.Validation;

namespace Shop.Users.Administration;

static class UserEndpoints
{
    static readonly UserSummary ExampleSummary = new(
        new("019a1f3e-7c2a-7b5e-9d43-2f6c1f0b8a11"), "xiaoming@example.com", true, "王小明", [Roles.Customer, Roles.Staff], false, new(2026, 11, 25, 9, 30, 0, TimeSpan.Zero));

    static readonly UserDetails Example = new(
        ExampleSummary.Id, ExampleSummary.Email, true, ExampleSummary.DisplayName, "+8613800138000", Language.Chinese, ExampleSummary.Roles, false, true, 2,
        new(2026, 11, 25, 11, 2, 0, TimeSpan.Zero), ExampleSummary.CreatedAt);

    public static void MapAdministration(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/users").WithTags("Administration").RequireAuthorization(Policies.Admin);
        group.MapGet("", ListAsync)
            .WithName("ListUsers")
            .WithSummary("Accounts, newest first: all, or those whose e-mail address or name begins with the search.")
            .WithExamples(response: new UserPage([ExampleSummary], ExampleSummary.Id.ToString()));
        group.MapGet("/{id:guid}", ReadAsync)
            .WithName("GetUser")
            .WithSummary("An account.")
            .WithExamples(response: Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPut("/{id:guid}/roles", SetRolesAsync)
            .WithName("PutUserRoles")
            .WithSummary("Says what somebody is to the shop. What is taken away is gone from their tokens within five minutes.")
            .WithExamples(new RolesRequest([Roles.Customer, Roles.Staff]), Example)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPut("/{id:guid}/lock", LockAsync)
            .WithName("LockUser")
            .WithSummary("Locks an account, and signs its owner out everywhere.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapDelete("/{id:guid}/lock", UnlockAsync)
            .WithName("UnlockUser")
            .WithSummary("Lets an account's owner sign in again, also before the end of the pause after too many wrong passwords.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    // The parameters come as text, so that a bad one is answered under its name and not as an unreadable request.
    static async Task<Results<Ok<UserPage>, ValidationProblem>> ListAsync(
        string? search, string? after, string? limit, UserQueries users, IStringLocalizer<ValidationText> texts, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var count = PageLimit.Read(limit, errors);
        var prefix = TextLine.Optional(search, "search", Accounts.User.EmailLength, errors) ?? "";
        Guid? last = null;
        if (!string.IsNullOrEmpty(after))
        {
            if (Guid.TryParseExact(after, "D", out var id))
                last = id;
            else
                errors.Add("after", ErrorTexts.Cursor);
        }
        return errors.Any ? TypedResults.ValidationProblem(errors.In(texts)) : TypedResults.Ok(await users.ListAsync(prefix, last, count, cancellationToken));
    }

    static async Task<Results<Ok<UserDetails>, ProblemHttpResult>> ReadAsync(Guid id, UserQueries users, CancellationToken cancellationToken) =>
        await users.FindAsync(id, cancellationToken) is { } user ? TypedResults.Ok(user) : NoUser();

    static async Task<Results<Ok<UserDetails>, ValidationProblem, ProblemHttpResult>> SetRolesAsync(
        Guid id, RolesRequest request, ClaimsPrincipal caller, UserChanges changes, UserQueries users, IStringLocalizer<ValidationText> texts, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var roles = new HashSet<string>(StringComparer.Ordinal);
        if (request.Roles is not { Count: > 0 })
            errors.Add("roles", ErrorTexts.Required);
        else if (request.Roles.All(role => role is not null && Roles.All.Contains(role)))
            roles.UnionWith(request.Roles!);
        else
            errors.Add("roles", ErrorTexts.NotAChoice);
        if (errors.Any)
            return TypedResults.ValidationProblem(errors.In(texts));
        return await changes.SetRolesAsync(caller.UserId(), id, roles, cancellationToken) is var outcome and not UserChange.Done ? Refused(outcome)
            : await users.FindAsync(id, cancellationToken) is { } user ? TypedResults.Ok(user) : NoUser();
    }

    static async Task<Results<NoContent, ProblemHttpResult>> LockAsync(Guid id, ClaimsPrincipal caller, UserChanges changes, CancellationToken cancellationToken) =>
        await changes.LockAsync(caller.UserId(), id, cancellationToken) is var outcome and not UserChange.Done ? Refused(outcome) : TypedResults.NoContent();

    static async Task<Results<NoContent, ProblemHttpResult>> UnlockAsync(Guid id, ClaimsPrincipal caller, UserChanges changes, CancellationToken cancellationToken) =>
        await changes.UnlockAsync(caller.UserId(), id, cancellationToken) is var outcome and not UserChange.Done ? Refused(outcome) : TypedResults.NoContent();

    static ProblemHttpResult Refused(UserChange outcome) => outcome switch
    {
        UserChange.LastAdmin => TypedResults.Problem("This is the last admin; make somebody else one first.", statusCode: StatusCodes.Status409Conflict),
        UserChange.NotAllowed => TypedResults.Problem("You are not an admin any more.", statusCode: StatusCodes.Status403Forbidden),
        _ => NoUser(),
    };

    static ProblemHttpResult NoUser() => TypedResults.Problem("There is no such account.", statusCode: StatusCodes.Status404NotFound);
}
