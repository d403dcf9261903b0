using Microsoft.AspNetCore.DataProtection;

namespace Shop.Users.Accounts.TwoFactor;

/// <summary>What a person needs to put the account into an authenticator app.</summary>
/// <param name="Key">To be typed, where nothing can be scanned.</param>
/// <param name="Address">To be scanned.</param>
/// <param name="Ticket">Brings the key back with the form, readable to nobody else: nothing is stored before a code proves that the app has it.</param>
sealed record TwoFactorOffer(string Key, string Address, string Ticket);

sealed class TwoFactorOffers(IDataProtectionProvider protection)
{
    /// <summary>As the app shows it.</summary>
    const string IssuerName = "Shop";

    static readonly TimeSpan Lifespan = TimeSpan.FromMinutes(30);

    readonly ITimeLimitedDataProtector protector = protection.CreateProtector("Shop.Users.TwoFactorOffer").ToTimeLimitedDataProtector();

    /// <summary>With the key of the ticket, where that still stands: the person has scanned it already.</summary>
    public TwoFactorOffer Make(User user, string? ticket)
    {
        if (ReadKey(user, ticket) is { } offered)
            return new(offered, AuthenticatorCodes.Address(offered, user.Email!, IssuerName), ticket!);
        var key = AuthenticatorCodes.NewKey();
        return new(key, AuthenticatorCodes.Address(key, user.Email!, IssuerName), protector.Protect($"{user.Id:N} {key}", Lifespan));
    }

    /// <summary>Null where the ticket is too old, another account's, or made up.</summary>
    public string? ReadKey(User user, string? ticket)
    {
        if (string.IsNullOrEmpty(ticket))
            return null;
        try
        {
            return protector.Unprotect(ticket).Split(' ') is [var id, var key] && id == user.Id.ToString("N") ? key : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
