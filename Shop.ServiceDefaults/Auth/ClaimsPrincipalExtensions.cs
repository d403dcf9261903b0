using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;

namespace Shop.ServiceDefaults.Auth;

/// <summary>Who calls, read from the token.</summary>
public static class ClaimsPrincipalExtensions
{
    /// <summary>The id of the person who calls. Behind <see cref="Policies.Person"/>, <see cref="Policies.Staff"/> and <see cref="Policies.Admin"/> there always is one.</summary>
    /// <exception cref="InvalidOperationException">The caller is no person.</exception>
    public static Guid UserId(this ClaimsPrincipal caller) =>
        caller.TryGetUserId(out var id) ? id.Value : throw new InvalidOperationException("The caller is not a signed-in person: the endpoint lacks a policy that asks for one.");

    /// <summary>False for a stranger, and for a machine: its subject is its client's name, and it has no session.</summary>
    public static bool TryGetUserId(this ClaimsPrincipal caller, [NotNullWhen(true)] out Guid? id)
    {
        var isPerson = Guid.TryParseExact(caller.FindFirstValue(ClaimNames.Subject), "D", out var subject) && caller.HasClaim(static claim => claim.Type == ClaimNames.Session);
        id = isPerson ? subject : null;
        return isPerson;
    }

    /// <summary>The session that the token comes from, which is revoked as a whole.</summary>
    public static Guid? SessionId(this ClaimsPrincipal caller) =>
        Guid.TryParseExact(caller.FindFirstValue(ClaimNames.Session), "D", out var id) ? id : null;

    internal static bool HasScope(this ClaimsPrincipal caller, string scope) =>
        caller.FindAll(ClaimNames.Scope).Any(claim => claim.Value.Split(' ').Contains(scope));
}
