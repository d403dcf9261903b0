using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Shop.ServiceDefaults.Auth;
using Shop.Web.Sessions;

namespace Shop.Web.SignIn;

/// <summary>What the shop adds to the standard handler.</summary>
sealed class SignInEvents(Provider provider) : OpenIdConnectEvents
{
    /// <summary>Users knows one address to come back to. Who has come by another one goes on at the public one, where the cookies will be.</summary>
    public override Task RedirectToIdentityProvider(RedirectContext context)
    {
        if (!provider.IsAt(context.Request))
        {
            context.Response.Redirect(provider.Public(SignInEndpoints.SignIn(context.Properties.RedirectUri)));
            context.HandleResponse();
        }
        context.ProtocolMessage.RedirectUri = provider.Public(context.Options.CallbackPath);
        return Task.CompletedTask;
    }

    public override Task RedirectToIdentityProviderForSignOut(RedirectContext context)
    {
        context.ProtocolMessage.PostLogoutRedirectUri = provider.Public(context.Options.SignedOutCallbackPath);
        return Task.CompletedTask;
    }

    /// <summary>Before the code is used up: without keys what it gives could not be checked.</summary>
    public override async Task AuthorizationCodeReceived(AuthorizationCodeReceivedContext context)
    {
        var keys = context.HttpContext.RequestServices.GetRequiredService<IConfigurationManager<OpenIdConnectConfiguration>>();
        await keys.GetConfigurationAsync(context.HttpContext.RequestAborted);
    }

    public override Task TokenValidated(TokenValidatedContext context)
    {
        // Who asked Users to stay signed in stays so here.
        context.Properties!.IsPersistent = context.Principal!.HasClaim(ClaimNames.Persistent, "true");
        context.Principal = SessionPerson.Create(context.Principal);
        return Task.CompletedTask;
    }

    /// <summary>
    /// A sign-in makes a new session. One that the browser has already ends, lest someone who knows its cookie should share in what follows.
    /// </summary>
    public override Task TicketReceived(TicketReceivedContext context) => context.HttpContext.EndPresentSessionAsync();

    public override Task RemoteFailure(RemoteFailureContext context)
    {
        var failure = context.Failure!;
        // Who does not answer in time is away too.
        var isAbsence = Chain(failure).Any(static link => link is HttpRequestException or TimeoutException or OperationCanceledException);
        var logger = context.HttpContext.RequestServices.GetRequiredService<ILogger<SignInEvents>>();
        logger.LogWarning("A sign-in failed: {Reason}", string.Join(" ", Chain(failure).Select(static link => link.Message)).ReplaceLineEndings(" "));
        context.Response.Redirect(SignInProblem.Path(isAbsence ? SignInProblem.UnavailablePath : SignInProblem.FailedPath, context.Properties?.RedirectUri));
        context.HandleResponse();
        return Task.CompletedTask;
    }

    static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (var link = exception; link is not null; link = link.InnerException)
            yield return link;
    }
}
