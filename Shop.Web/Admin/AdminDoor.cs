using Shop.Web.Clients;
using Shop.Web.Components.Layout;
using Shop.Web.Security;
using Shop.Web.Sessions;
using Shop.Web.SignIn;

namespace Shop.Web.Admin;

/// <summary>Stands before all of the back office, whatever page may come to be there: strangers sign in, who has no business there is told so, and what comes from another site changes nothing.</summary>
static class AdminDoor
{
    public static IApplicationBuilder UseAdminDoor(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (!http.Request.Path.StartsWithSegments(AdminSection.Root))
            return next(http);
        var section = AdminSection.Of(http.Request.Path);
        if (section.IsOpenTo(http))
        {
            if (IsRead(http.Request) || http.Request.IsFromStorefront())
                return next(http);
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }
        if (http.User.Identity is { IsAuthenticated: true })
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }
        if (http.IsSessionUnknown())
            throw new AccountsUnavailableException("The session can't be looked up now.");
        // A form can't be sent again after signing in; where it stood is near enough.
        http.Response.Redirect(SignInEndpoints.SignIn(IsRead(http.Request) ? http.AskedAddress() : section.Path));
        return Task.CompletedTask;
    });

    static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
}
