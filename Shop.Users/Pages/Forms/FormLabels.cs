using Microsoft.AspNetCore.Components.Forms;

namespace Shop.Users.Pages.Forms;

/// <summary>The labels of a form's fields, in the order in which they stand: for the summary of errors, which stands before them.</summary>
sealed class FormLabels
{
    readonly List<(FieldIdentifier Field, string Label)> labels = [];

    FormLabels()
    {
    }

    public IReadOnlyList<(FieldIdentifier Field, string Label)> InOrder => labels;

    public static FormLabels Of(EditContext form)
    {
        if (form.Properties.TryGetValue(typeof(FormLabels), out var known))
            return (FormLabels)known;
        var labels = new FormLabels();
        form.Properties[typeof(FormLabels)] = labels;
        return labels;
    }

    public void Add(FieldIdentifier field, string label)
    {
        if (!labels.Exists(known => known.Field.Equals(field)))
            labels.Add((field, label));
    }
}
