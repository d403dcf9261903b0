using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Localization;
using Shop.Users.Pages.Forms;
using Shop.Users.Security;

namespace Shop.Users.Accounts;

/// <summary>Done; or what is wrong, by field; or that it was tried too often.</summary>
sealed record AccountResult(Dictionary<string, string[]> Errors, TimeSpan? RetryAfter = null)
{
    public static readonly AccountResult Done = new([]);

    public bool IsDone => Errors.Count == 0 && RetryAfter is null;

    public static AccountResult TooMany(RateLimitDecision refused) => new([], refused.RetryAfter);

    public static AccountResult Wrong(string field, string error) => new(new Dictionary<string, string[]> { [field] = [error] });

    /// <summary>Takes what is wrong to the form's fields.</summary>
    /// <returns>Whether nothing is.</returns>
    public bool ShowIn(EditContext form, HttpResponse response, IStringLocalizer<Text> text)
    {
        var errors = new FormErrors(form);
        errors.Add(Errors);
        if (RetryAfter is { } wait)
        {
            response.TooMany(wait);
            errors.Add(text["TooMany"]);
        }
        return IsDone;
    }
}
