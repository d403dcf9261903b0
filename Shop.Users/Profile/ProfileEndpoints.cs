using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Localization;
using Shop.ServiceDefaults.OpenApi;
using Shop.Users.Validation;

namespace Shop.Users.Profile;

static class ProfileEndpoints
{
    static readonly ProfileRequest ExampleRequest = new() { DisplayName = "王小明", Phone = "+8613800138000", Birthday = "1990-07-20", Language = Language.Chinese };

    static readonly ProfileResponse Example = new(
        new("019a1f3e-7c2a-7b5e-9d43-2f6c1f0b8a11"), "xiaoming@example.com", true, "王小明", "+8613800138000", new(1990, 7, 20), Language.Chinese,
        AvatarEndpoints.AddressOf(new("019a1f40-11d2-7e0f-8a77-5d3e9b1c2f60")), [Roles.Customer], false, new(2026, 11, 25, 9, 30, 0, TimeSpan.Zero));

    public static void MapProfile(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/users/me").WithTags("Profile").RequireAuthorization(Policies.Person);
        group.MapGet("", ReadAsync)
            .WithName("GetProfile")
            .WithSummary("The caller's account and profile. The answer's ETag is needed to change it.")
            .WithExamples(response: Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPut("", ChangeAsync)
            .WithName("PutProfile")
            .WithSummary("Changes the caller's profile: all of it at once, what is left out is taken away.")
            .WithDescription("If-Match names the ETag of the profile that was read: if it has changed since, on another device, nothing is done and the answer is 412. With * it is changed in any case.")
            .WithExamples(ExampleRequest, Example)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);
    }

    static async Task<Results<Ok<ProfileResponse>, StatusCodeHttpResult, ProblemHttpResult>> ReadAsync(
        [FromHeader(Name = "If-None-Match")] string? ifNoneMatch, ClaimsPrincipal caller, UserProfiles profiles, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await profiles.FindAsync(caller.UserId(), cancellationToken) is not { } profile)
            return NoAccount();
        Describe(response, profile);
        return ETags.Contain(ifNoneMatch, profile.Version()) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(profile);
    }

    static async Task<Results<Ok<ProfileResponse>, ValidationProblem, ProblemHttpResult>> ChangeAsync(
        ProfileRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, ClaimsPrincipal caller, UserProfiles profiles, TimeProvider time,
        IStringLocalizer<ValidationText> texts, HttpResponse response, CancellationToken cancellationToken)
    {
        if (ifMatch is null)
            return TypedResults.Problem("Name the profile that you have read, by its ETag in If-Match.", statusCode: StatusCodes.Status428PreconditionRequired);
        var errors = new FieldErrors();
        var profile = ProfileRules.Check(request, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), errors);
        if (errors.Any)
            return TypedResults.ValidationProblem(errors.In(texts));

        var id = caller.UserId();
        switch (await profiles.ChangeAsync(id, profile, current => ETags.Contain(ifMatch, current.Version()), cancellationToken))
        {
            case ProfileChange.Stale:
                return TypedResults.Problem("The profile has changed since it was read. Read it again.", statusCode: StatusCodes.Status412PreconditionFailed);
            case ProfileChange.Done when await profiles.FindAsync(id, cancellationToken) is { } changed:
                Describe(response, changed);
                return TypedResults.Ok(changed);
            default:
                return NoAccount();
        }
    }

    internal static ProblemHttpResult NoAccount() => TypedResults.Problem("There is no such account any more.", statusCode: StatusCodes.Status404NotFound);

    static void Describe(HttpResponse response, ProfileResponse profile)
    {
        response.Headers.ETag = new EntityTagHeaderValue($"\"{profile.Version()}\"").ToString();
        response.Headers.CacheControl = "private, no-cache";
    }
}
