using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using OpenIddict.Server;
using Shop.Users.Data;
using Shop.Users.Sessions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace Shop.Users.OpenIdConnect;

/// <summary>
/// A code or refresh token is worth something once. When it comes again, its authorization ends, and with it everything that was ever issued
/// from it: one of the two who had the token is not its owner. The library's own handlers revoke the tokens that there are at that moment, and
/// nothing where both come at the same time; then the thief could be the one who goes on.
/// </summary>
static class RedeemedTokens
{
    public static void RedeemTokensOnce(this OpenIddictServerBuilder server)
    {
        server.AddEventHandler<ValidateTokenContext>(static handler => handler
            .UseScopedHandler<NoticeReuse>()
            .SetOrder(Protection.ValidateTokenEntry.Descriptor.Order - 1));
        server.RemoveEventHandler(RedeemTokenEntry.Descriptor);
        server.AddEventHandler<ProcessSignInContext>(static handler => handler
            .UseScopedHandler<Redeem>()
            .SetOrder(RedeemTokenEntry.Descriptor.Order));
    }

    /// <summary>Before the library refuses it.</summary>
    internal sealed class NoticeReuse(IOpenIddictTokenManager tokens, UserSessions sessions) : IOpenIddictServerHandler<ValidateTokenContext>
    {
        public async ValueTask HandleAsync(ValidateTokenContext context)
        {
            if (context is not { TokenId: { Length: > 0 } id, AuthorizationId: { Length: > 0 } authorizationId, Principal: { } principal })
                return;
            // The library asks for the same token right after, and gets it from its cache.
            if (await tokens.FindByIdAsync(id) is { } token && await tokens.HasStatusAsync(token, Statuses.Redeemed))
                await sessions.RevokeAuthorizationAsync(Guid.Parse(authorizationId), Guid.Parse(principal.GetClaim(Claims.Subject)!), context.CancellationToken);
        }
    }

    internal sealed class Redeem(UsersContext database, UserSessions sessions, TimeProvider time) : IOpenIddictServerHandler<ProcessSignInContext>
    {
        public async ValueTask HandleAsync(ProcessSignInContext context)
        {
            var presented = context.Transaction.GetProperty<ProcessAuthenticationContext>(typeof(ProcessAuthenticationContext).FullName!);
            var principal = context.EndpointType is not OpenIddictServerEndpointType.Token ? null
                : context.Request.IsAuthorizationCodeGrantType() ? presented?.AuthorizationCodePrincipal
                : context.Request.IsRefreshTokenGrantType() ? presented?.RefreshTokenPrincipal
                : null;
            if (principal is null)
                return;

            // Of two at once the database lets one through.
            var (id, now) = (Guid.Parse(principal.GetTokenId()!), time.GetUtcNow().UtcDateTime);
            var redeemed = await database.Set<OpenIddictEntityFrameworkCoreToken<Guid>>()
                .Where(token => token.Id == id && token.Status == Statuses.Valid)
                .ExecuteUpdateAsync(token => token.SetProperty(t => t.Status, Statuses.Redeemed).SetProperty(t => t.RedemptionDate, now), context.CancellationToken);
            if (redeemed == 1)
                return;
            await sessions.RevokeAuthorizationAsync(Guid.Parse(principal.GetAuthorizationId()!), Guid.Parse(principal.GetClaim(Claims.Subject)!), context.CancellationToken);
            context.Reject(Errors.InvalidGrant, "The token has already been used.");
        }
    }
}
