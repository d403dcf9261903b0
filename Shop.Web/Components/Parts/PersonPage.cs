using Microsoft.AspNetCore.Components;
using Shop.Web.Clients;
using Shop.Web.Components.Layout;
using Shop.Web.Sessions;
using Shop.Web.SignIn;

namespace Shop.Web.Components.Parts;

static class PersonPage
{
    /// <summary>Sends strangers to sign in, and back here afterwards; false for them.</summary>
    /// <exception cref="AccountsUnavailableException">Nobody knows now who asks.</exception>
    public static bool IsPersonOrSignsIn(this HttpContext http, NavigationManager navigation)
    {
        if (http.User.Identity is { IsAuthenticated: true })
            return true;
        if (http.IsSessionUnknown())
            throw new AccountsUnavailableException("The session can't be looked up now.");
        navigation.NavigateTo(SignInEndpoints.SignIn(http.AskedAddress()));
        return false;
    }
}
