using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Shop.Users.Accounts;

/// <summary>
/// The tokens in the links of mails. Identity's: protected, with the account's security stamp, which changes with whatever the token was for,
/// so that each works once, and with an end.
/// </summary>
static class AccountTokens
{
    public static readonly TimeSpan ConfirmEmailLifespan = TimeSpan.FromHours(24), ResetPasswordLifespan = TimeSpan.FromMinutes(60), ChangeEmailLifespan = TimeSpan.FromMinutes(60);

    public static async Task<string> ConfirmEmailTokenAsync(this UserManager<User> users, User user) => Encode(await users.GenerateEmailConfirmationTokenAsync(user));

    public static async Task<string> ResetPasswordTokenAsync(this UserManager<User> users, User user) => Encode(await users.GeneratePasswordResetTokenAsync(user));

    public static async Task<string> ChangeEmailTokenAsync(this UserManager<User> users, User user, string email) => Encode(await users.GenerateChangeEmailTokenAsync(user, email));

    public static Task<bool> IsConfirmEmailTokenAsync(this UserManager<User> users, User user, string? token) =>
        users.VerifyAsync(user, users.Options.Tokens.EmailConfirmationTokenProvider, UserManager<User>.ConfirmEmailTokenPurpose, token);

    public static Task<bool> IsResetPasswordTokenAsync(this UserManager<User> users, User user, string? token) =>
        users.VerifyAsync(user, users.Options.Tokens.PasswordResetTokenProvider, UserManager<User>.ResetPasswordTokenPurpose, token);

    public static Task<bool> IsChangeEmailTokenAsync(this UserManager<User> users, User user, string email, string? token) =>
        users.VerifyAsync(user, users.Options.Tokens.ChangeEmailTokenProvider, UserManager<User>.GetChangeEmailTokenPurpose(email), token);

    static async Task<bool> VerifyAsync(this UserManager<User> users, User user, string provider, string purpose, string? token) =>
        Decode(token) is { } decoded && await users.VerifyUserTokenAsync(user, provider, purpose, decoded);

    /// <summary>Identity's are base 64, whose plus signs and slashes mail programs and addresses don't bear well.</summary>
    static string Encode(string token) => WebEncoders.Base64UrlEncode(Convert.FromBase64String(token));

    static string? Decode(string? token)
    {
        if (string.IsNullOrEmpty(token) || token.Length > 1024)
            return null;
        try
        {
            return Convert.ToBase64String(WebEncoders.Base64UrlDecode(token));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

/// <summary>For what opens an account to whoever reads the mail: an hour, where the confirmation of an address has a day.</summary>
sealed class ShortLivedTokens(IDataProtectionProvider protection, IOptions<ShortLivedTokenOptions> options, ILogger<DataProtectorTokenProvider<User>> logger)
    : DataProtectorTokenProvider<User>(protection, options, logger)
{
    public const string ProviderName = "ShortLived";
}

sealed class ShortLivedTokenOptions : DataProtectionTokenProviderOptions
{
    public ShortLivedTokenOptions()
    {
        Name = ShortLivedTokens.ProviderName;
        TokenLifespan = AccountTokens.ResetPasswordLifespan;
    }
}
