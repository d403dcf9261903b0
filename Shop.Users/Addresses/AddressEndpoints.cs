using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.OpenApi;
using Shop.Users.Profile;
using Shop.Users.Validation;

namespace Shop.Users.Addresses;

static class AddressEndpoints
{
    const string Path = "/api/users/me/addresses";

    static readonly AddressRequest ExampleRequest = new()
    {
        Recipient = "王小明",
        Phone = "13800138000",
        Country = "CN",
        Region = "ZJ",
        City = "杭州市",
        District = "西湖区",
        Line1 = "文三路 90 号",
        PostalCode = "310012",
        IsDefaultShipping = true,
    };

    static readonly AddressResponse Example = new(
        new("019a1f42-30c5-7f0a-b1ce-6a0d7e5f9c33"), "王小明", "+8613800138000", "CN", "ZJ", "杭州市", "西湖区", "文三路 90 号", null, "310012", true, true,
        new(2026, 11, 25, 9, 30, 0, TimeSpan.Zero), new(2026, 11, 25, 9, 30, 0, TimeSpan.Zero));

    public static void MapAddresses(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path).WithTags("Addresses").RequireAuthorization(Policies.Person);
        group.MapGet("", ListAsync)
            .WithName("ListAddresses")
            .WithSummary("The caller's address book, oldest first: at most 20 addresses.")
            .WithExamples(response: new List<AddressResponse> { Example });
        group.MapPost("", AddAsync)
            .WithName("AddAddress")
            .WithSummary("Adds an address. The first of all becomes the default of both kinds.")
            .WithExamples(ExampleRequest, Example)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("/{id:guid}", ReadAsync)
            .WithName("GetAddress")
            .WithSummary("One of the caller's addresses.")
            .WithExamples(response: Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPut("/{id:guid}", ReplaceAsync)
            .WithName("PutAddress")
            .WithSummary("Changes one of the caller's addresses: all of it at once.")
            .WithDescription("A default is handed over by making another address the default, and can't just be given up.")
            .WithExamples(ExampleRequest, Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapDelete("/{id:guid}", RemoveAsync)
            .WithName("DeleteAddress")
            .WithSummary("Removes one of the caller's addresses. What it was the default of, the one that was added last becomes.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    static async Task<Ok<List<AddressResponse>>> ListAsync(ClaimsPrincipal caller, AddressBook book, CancellationToken cancellationToken) =>
        TypedResults.Ok(await book.ListAsync(caller.UserId(), cancellationToken));

    static async Task<Results<Created<AddressResponse>, ValidationProblem, ProblemHttpResult>> AddAsync(
        AddressRequest request, ClaimsPrincipal caller, AddressBook book, IStringLocalizer<ValidationText> texts, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var address = AddressRules.Check(request, errors);
        if (errors.Any)
            return TypedResults.ValidationProblem(errors.In(texts));
        var (userId, id) = (caller.UserId(), Guid.CreateVersion7());
        return await book.AddAsync(userId, id, address, TakesOver(request), cancellationToken) switch
        {
            AddressChange.Done when await book.FindAsync(userId, id, cancellationToken) is { } added => TypedResults.Created($"{Path}/{id}", added),
            AddressChange.Full => TypedResults.Problem($"The address book is full: it holds {Address.MostPerUser}.", statusCode: StatusCodes.Status409Conflict),
            AddressChange.Gone => ProfileEndpoints.NoAccount(),
            _ => NoAddress(),
        };
    }

    static async Task<Results<Ok<AddressResponse>, ProblemHttpResult>> ReadAsync(Guid id, ClaimsPrincipal caller, AddressBook book, CancellationToken cancellationToken) =>
        await book.FindAsync(caller.UserId(), id, cancellationToken) is { } address ? TypedResults.Ok(address) : NoAddress();

    static async Task<Results<Ok<AddressResponse>, ValidationProblem, ProblemHttpResult>> ReplaceAsync(
        Guid id, AddressRequest request, ClaimsPrincipal caller, AddressBook book, IStringLocalizer<ValidationText> texts, CancellationToken cancellationToken)
    {
        var userId = caller.UserId();
        if (await book.FindAsync(userId, id, cancellationToken) is not { } current)
            return NoAddress();
        var errors = new FieldErrors();
        var address = AddressRules.Check(request, errors);
        if (request.IsDefaultShipping is false && current.IsDefaultShipping)
            errors.Add("isDefaultShipping", ErrorTexts.Default);
        if (request.IsDefaultBilling is false && current.IsDefaultBilling)
            errors.Add("isDefaultBilling", ErrorTexts.Default);
        if (errors.Any)
            return TypedResults.ValidationProblem(errors.In(texts));
        return await book.ReplaceAsync(userId, id, address, TakesOver(request), cancellationToken) == AddressChange.Done && await book.FindAsync(userId, id, cancellationToken) is { } changed
            ? TypedResults.Ok(changed)
            : NoAddress();
    }

    static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(Guid id, ClaimsPrincipal caller, AddressBook book, CancellationToken cancellationToken) =>
        await book.RemoveAsync(caller.UserId(), id, cancellationToken) == AddressChange.Done ? TypedResults.NoContent() : NoAddress();

    static TakesOver TakesOver(AddressRequest request) => new(request.IsDefaultShipping is true, request.IsDefaultBilling is true);

    static ProblemHttpResult NoAddress() => TypedResults.Problem("There is no such address.", statusCode: StatusCodes.Status404NotFound);
}
