using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Shop.Users.Accounts.TwoFactor;
using Shop.Users.Data;

namespace Shop.Users.Accounts;

/// <summary>
/// Identity's store, but that the key of two-factor and the recovery codes are protected in the database: whoever reads a copy of it can't
/// make codes with them.
/// </summary>
sealed class AccountStore(UsersContext db, IDataProtectionProvider protection) : UserStore<User, IdentityRole<Guid>, UsersContext, Guid>(db)
{
    /// <summary>Under which Identity keeps them.</summary>
    const string OwnProvider = "[AspNetUserStore]";

    readonly IDataProtector protector = protection.CreateProtector("Shop.Users.TwoFactor");

    public override Task SetTokenAsync(User user, string loginProvider, string name, string? value, CancellationToken cancellationToken) =>
        base.SetTokenAsync(user, loginProvider, name, loginProvider == OwnProvider && value is not null ? protector.Protect(value) : value, cancellationToken);

    public override async Task<string?> GetTokenAsync(User user, string loginProvider, string name, CancellationToken cancellationToken)
    {
        var value = await base.GetTokenAsync(user, loginProvider, name, cancellationToken);
        return loginProvider == OwnProvider && value is not null ? protector.Unprotect(value) : value;
    }

    public override Task<bool> RedeemCodeAsync(User user, string code, CancellationToken cancellationToken) =>
        base.RedeemCodeAsync(user, RecoveryCodes.Normalize(code), cancellationToken);
}
