using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.ServiceDefaults.Auth;

internal static class PolicyExtensions
{
    internal static void AddPolicies(this IServiceCollection services, string scope) => services.AddAuthorizationBuilder()
        .AddPolicy(Policies.Caller, policy => policy.ForToken(scope))
        .AddPolicy(Policies.Person, policy => policy.ForToken(scope).ForPerson())
        .AddPolicy(Policies.Staff, policy => policy.ForToken(scope).ForPerson().RequireRole(Roles.Staff, Roles.Admin))
        .AddPolicy(Policies.Admin, policy => policy.ForToken(scope).ForPerson().RequireRole(Roles.Admin))
        .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(IsNoEndpointOfOurs).Build());

    // A cookie, where a service has some too, is no token: the interface of one is not the other's.
    private static AuthorizationPolicyBuilder ForToken(this AuthorizationPolicyBuilder policy, string scope) => policy
        .AddAuthenticationSchemes(JwtBearerDefaults.AuthenticationScheme)
        .RequireAuthenticatedUser()
        .RequireAssertion(context => context.User.HasScope(scope));

    private static AuthorizationPolicyBuilder ForPerson(this AuthorizationPolicyBuilder policy) => policy
        .RequireAssertion(static context => context.User.TryGetUserId(out _));

    /// <summary>
    /// An endpoint that does not say who may call it is for nobody: forgetting is noticed, and not by a stranger. What has no endpoint, or
    /// one of routing's own (a method or content type that fits none), goes on to its 404, 405 or 415.
    /// </summary>
    private static bool IsNoEndpointOfOurs(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint;
}
