using Shop.Web.Clients;

namespace Shop.Web.Components.Admin.Forms;

/// <summary>What a service finds wrong with a form, by the names of its fields.</summary>
public sealed class OfficeErrors
{
    readonly Dictionary<string, string> errors = [], labels = [];

    public bool Any => errors.Count > 0;

    /// <summary>By field, as far as the form has it; the rest belongs to the form as a whole.</summary>
    public IEnumerable<(string Field, string? Label, string Text)> All => errors.Select(error => (error.Key, labels.GetValueOrDefault(error.Key), error.Value));

    public static string IdOf(string field) => "field-" + field.Replace('.', '-');

    public string? Of(string field) => errors.GetValueOrDefault(field);

    public void Label(string field, string label) => labels[field] = label;

    public void Add(string field, string text) => errors.TryAdd(field, text);

    /// <summary>What stands in no field is told with the problem's own words.</summary>
    public void Add(Problem? problem, string otherwise)
    {
        foreach (var (field, texts) in problem?.Errors ?? new Dictionary<string, string[]>())
            Add(field, string.Join(' ', texts));
        if (!Any)
            Add("", problem?.Detail ?? otherwise);
    }
}
