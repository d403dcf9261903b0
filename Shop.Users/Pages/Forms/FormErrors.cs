using System.Reflection;
using Microsoft.AspNetCore.Components.Forms;

namespace Shop.Users.Pages.Forms;

/// <summary>
/// Takes what the rules find wrong with a posted form to the fields. The names are those of the form's properties, in whatever case, so that
/// a page and the JSON interface share the rules; what belongs to no field stands above the form.
/// </summary>
sealed class FormErrors(EditContext form)
{
    readonly ValidationMessageStore store = new(form);

    public bool Any { get; private set; }

    public void Add(string field, string error)
    {
        Any = true;
        var property = form.Model.GetType().GetProperty(field, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        store.Add(form.Field(property?.Name ?? ""), error);
        form.NotifyValidationStateChanged();
    }

    /// <summary>Of no field: of the form as a whole.</summary>
    public void Add(string error) => Add("", error);

    public void Add(IEnumerable<KeyValuePair<string, string[]>> errors)
    {
        foreach (var (field, texts) in errors)
            foreach (var text in texts)
                Add(field, text);
    }
}
