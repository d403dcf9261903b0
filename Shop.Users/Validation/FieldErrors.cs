using Microsoft.Extensions.Localization;

namespace Shop.Users.Validation;

/// <summary>
/// What the rules find wrong, by the field's JSON name. The rules say which text; in whose language it is read, only who answers knows: a page
/// or the interface.
/// </summary>
sealed class FieldErrors
{
    readonly List<(string Field, string Text, object[] Arguments)> found = [];

    public bool Any => found.Count > 0;

    /// <param name="text">One of <see cref="ErrorTexts"/>.</param>
    public void Add(string field, string text, params object[] arguments) => found.Add((field, text, arguments));

    public IEnumerable<string> Fields => found.Select(error => error.Field).Distinct();

    public bool Has(string field) => found.Any(error => error.Field == field);

    public Dictionary<string, string[]> In(IStringLocalizer<ValidationText> texts) => found
        .GroupBy(error => error.Field, error => texts[error.Text, error.Arguments].Value)
        .ToDictionary(field => field.Key, field => field.ToArray());
}
