using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.ServiceDefaults.Auth;
using Shop.Web.Clients;
using Shop.Web.Security;

namespace Shop.Web.Admin;

/// <summary>What an admin does with an account: says what it is to the shop, locks it, opens it again.</summary>
static class UserEndpoints
{
    public const string Path = AdminSection.Root + "/users";

    /// <summary>What the page says was done.</summary>
    public const string RolesSet = "roles", Locked = "locked", Unlocked = "unlocked", LastAdmin = "last-admin", Invalid = "invalid";

    public static string Page(Guid id, string? done = null) => $"{Path}/{id}" + (done is null ? QueryString.Empty : QueryString.Create("done", done));

    public static void MapUserForms(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path + "/{id:guid}").RequireSameOrigin();
        // Everybody is a customer: a form without a tick means no more than that.
        group.MapPost("/roles", static (Guid id, [FromForm] string? isStaff, [FromForm] string? isAdmin, [FromForm] string? sent, UserOfficeClient users, CancellationToken cancellationToken) =>
            ActAsync(id, users.SetRolesAsync(id, [Roles.Customer, .. Given(isStaff, Roles.Staff), .. Given(isAdmin, Roles.Admin)], cancellationToken), RolesSet));
        group.MapPost("/lock", static (Guid id, UserOfficeClient users, CancellationToken cancellationToken) => ActAsync(id, users.LockAsync(id, cancellationToken), Locked));
        group.MapPost("/unlock", static (Guid id, UserOfficeClient users, CancellationToken cancellationToken) => ActAsync(id, users.UnlockAsync(id, cancellationToken), Unlocked));
    }

    static string[] Given(string? tick, string role) => string.IsNullOrEmpty(tick) ? [] : [role];

    static async Task<RedirectHttpResult> ActAsync<T>(Guid id, Task<ServiceAnswer<T>> act, string done)
        where T : class =>
        TypedResults.LocalRedirect((await act).Status switch
        {
            HttpStatusCode.NotFound => Path,
            HttpStatusCode.Conflict => Page(id, LastAdmin),
            HttpStatusCode.OK or HttpStatusCode.NoContent => Page(id, done),
            _ => Page(id, Invalid),
        });
}
