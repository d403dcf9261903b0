using Shop.ServiceDefaults.Pages;

namespace Shop.Web.SignIn;

/// <summary>The pages for a sign-in that came to nothing.</summary>
static class SignInProblem
{
    public const string DeniedPath = "/sign-in/denied", FailedPath = "/sign-in/failed", UnavailablePath = "/sign-in/unavailable";

    public static string Path(string path, string? back) => path + QueryString.Create(SignInEndpoints.Back, LocalAddress.OrHome(back)).ToUriComponent();
}
