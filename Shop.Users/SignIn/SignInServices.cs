using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Shop.ServiceDefaults.Auth;
using Shop.Users.Security;
using Shop.Users.Sessions;

namespace Shop.Users.SignIn;

static class SignInServices
{
    /// <summary>The pages take the provider's cookie, and the interface under <c>/api</c> only tokens: neither is worth anything at the other.</summary>
    public static void AddSignIn(this IHostApplicationBuilder builder)
    {
        builder.AddTokenAuthentication(Scopes.Users);
        var services = builder.Services;
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme);
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<PublicOrigin>(static (options, origin) =>
        {
            origin.Secure(options.Cookie, SessionCookie.Name);
            options.ExpireTimeSpan = SessionLifetimes.Idle;
            options.SlidingExpiration = true;
            options.LoginPath = SignInAddress.Password;
            options.LogoutPath = SignInAddress.SignOut;
            options.ReturnUrlParameter = SignInAddress.Back;
            options.Events = new()
            {
                OnValidatePrincipal = SessionCookie.ValidateAsync,
                OnRedirectToLogin = AskToSignIn,
                OnRedirectToAccessDenied = static context =>
                {
                    context.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return Task.CompletedTask;
                },
            };
        });
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme).Configure<PublicOrigin>(static (options, origin) =>
        {
            origin.Secure(options.Cookie, "shop-id-two-factor");
            options.ExpireTimeSpan = PendingSignIn.Lifetime;
            options.SlidingExpiration = false;
        });

        services.AddHttpContextAccessor();
        services.AddSingleton<SessionStates>();
        services.AddSingleton<SecurityEvents>();
        services.AddScoped<UserSessions>();
        services.AddScoped<SignInAttempts>();
        services.AddScoped<SignInSession>();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<TwoFactorSignIn>();
        services.AddScoped<OneTimeCodes>();
    }

    /// <summary>With a path, not the whole address, since the way back is only ever within the site. A form that was sent can't be repeated: it begins anew.</summary>
    static Task AskToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        var back = HttpMethods.IsGet(request.Method) ? request.Path.ToUriComponent() + request.QueryString.ToUriComponent() : SignInAddress.Account;
        context.Response.Redirect(SignInAddress.For(back));
        return Task.CompletedTask;
    }
}
