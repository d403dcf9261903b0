using Shop.ServiceDefaults.Pages;

namespace Shop.Users.SignIn;

/// <summary>The pages' addresses, with where to go on afterwards.</summary>
static class SignInAddress
{
    public const string Password = "/account/sign-in", TwoFactor = "/account/sign-in/two-factor", RecoveryCode = "/account/sign-in/recovery-code", SignOut = "/account/sign-out";

    /// <summary>Where a person is at home who came from nowhere.</summary>
    public const string Account = "/account";

    public const string Back = "returnUrl", Again = "again";

    public static string For(string? back, bool isAgain = false) =>
        With(Password, back) + (isAgain ? $"&{Again}=true" : "");

    public static string ForSignOut(string? back) => With(SignOut, back);

    public static string With(string page, string? back) => page + (string.IsNullOrEmpty(back) ? "" : QueryString.Create(Back, back).ToUriComponent());

    public static string ForConfirmation(string? email) => "/account/confirm-email" + QueryString.Create("email", email ?? "").ToUriComponent();

    /// <summary>Never to another site, whatever the address says.</summary>
    public static string BackOr(string? back, string otherwise) => LocalAddress.IsLocal(back) ? back! : otherwise;
}
