using Microsoft.Extensions.Localization;

namespace Shop.Users.Accounts;

/// <summary>Another password for who knows the old one. The browser in which it is done stays signed in, all others are signed out.</summary>
sealed class PasswordChange(PasswordWriter passwords, AccountRules rules, Reauthentication reauthentication, IStringLocalizer<Text> text)
{
    public async Task<Dictionary<string, string[]>> ChangeAsync(
        User user, string? current, string? password, Guid? session, CancellationToken cancellationToken)
    {
        if (rules.CheckPassword(password, user.Email, user.DisplayName) is { } wrong)
            return new() { ["newPassword"] = [wrong] };
        if (await reauthentication.CheckAsync(user, current, cancellationToken) is { } refused)
            return new() { ["currentPassword"] = [refused] };
        if (password == current)
            return new() { ["newPassword"] = [text["Password.Same"]] };
        return await passwords.ReplaceAsync(user, password!, AccountEventKinds.PasswordChanged, session, cancellationToken)
            ? [] : new() { [""] = [text["Form.Overtaken"]] };
    }
}
