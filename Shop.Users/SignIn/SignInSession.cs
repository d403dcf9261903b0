using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Shop.ServiceDefaults.Auth;
using Shop.Users.Accounts;
using Shop.Users.Data;
using Shop.Users.Security;
using Shop.Users.Sessions;

namespace Shop.Users.SignIn;

/// <summary>Begins the session of a person who has proved who they are.</summary>
sealed class SignInSession(UsersContext context, SignInAttempts attempts, UserSessions sessions, SecurityEvents events, TimeProvider time)
{
    /// <param name="details">How they proved it, where it was not by the password alone.</param>
    public async Task BeginAsync(HttpContext http, User user, bool isPersistent, string? details, CancellationToken cancellationToken)
    {
        var before = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        var now = time.GetUtcNow();
        var (address, agent) = SecurityEvents.ClientOf(http);
        var session = new UserSession
        {
            UserId = user.Id,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + SessionLifetimes.Of(isPersistent),
            IsPersistent = isPersistent,
            IpAddress = address,
            UserAgent = agent,
        };
        context.Sessions.Add(session);
        events.Add(context, SecurityEventKinds.SignedIn, user.Id, details: details);
        await context.SaveChangesAsync(cancellationToken);
        await attempts.ForgetAsync(user.Id, cancellationToken);

        var properties = new AuthenticationProperties { IsPersistent = isPersistent, IssuedUtc = now, ExpiresUtc = session.ExpiresAt };
        await http.SignInAsync(IdentityConstants.ApplicationScheme, SessionCookie.Principal(user, session), properties);
        // The cookie of the one before is overwritten: nobody could end it any more.
        if (before is { Succeeded: true, Principal: ClaimsPrincipal person } && person.SessionId() is { } old)
            await sessions.EndAsync(person.UserId(), old, cancellationToken);
    }
}
