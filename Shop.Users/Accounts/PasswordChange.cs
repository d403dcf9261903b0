using Microsoft.Extensions.Localization;

namespace Shop.Users.Accounts;

/// <summary>Another password for who knows the old one. The browser in which it is done stays signed in, all others are signed out.</summary>
sealed class PasswordChange(PasswordWriter passwords, AccountRules rules, Reauthentication reauthentication, IStringLocalizer<Text> text)
{
    public async Task<AccountResult> ChangeAsync(
        User user, string? current, string? password, Guid? session, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        if (rules.CheckPassword(password, user.Email, user.DisplayName) is { } wrong)
            errors["newPassword"] = [wrong];
        else if (password == current)
            errors["newPassword"] = [text["Password.Same"]];
        // An empty one is no try; else only what would be done costs one.
        if ((errors.Count == 0 || string.IsNullOrEmpty(current)) && await reauthentication.CheckAsync(user, current, cancellationToken) is { } refused)
            errors["currentPassword"] = [refused];
        if (errors.Count > 0)
            return new(errors);
        return await passwords.ReplaceAsync(user, password!, AccountEventKinds.PasswordChanged, session, cancellationToken)
            ? AccountResult.Done : AccountResult.Wrong("", text["Form.Overtaken"]);
    }
}
