using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Catalog.Caching;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Search;

static class SuggestionEndpoints
{
    public static void MapSuggestions(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/catalog/suggestions").WithTags("Products").InLanguageOfRequest()
            .MapGet("", GetAsync)
            .AllowAnonymous()
            .Cached("q")
            .WithName("GetSuggestions")
            .WithSummary("Products, categories and brands that what has been typed so far may mean.");

    static async Task<Results<Ok<SuggestionResponse>, ValidationProblem>> GetAsync(
        [Description("What has been typed; its last word may go on.")] string? q, Suggestions suggestions, CancellationToken cancellationToken) =>
        q is { Length: > SearchTerms.LongestText }
            ? TypedResults.ValidationProblem([new("q", [$"Must not be longer than {SearchTerms.LongestText} characters."])])
            : TypedResults.Ok(await suggestions.ReadAsync(q ?? "", cancellationToken));
}
