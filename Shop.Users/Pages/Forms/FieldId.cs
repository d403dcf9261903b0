using Microsoft.AspNetCore.Components.Forms;

namespace Shop.Users.Pages.Forms;

static class FieldId
{
    /// <summary>The id of a field's control: by it, the summary of errors leads there.</summary>
    public static string Of(in FieldIdentifier field) => $"{field.Model.GetType().Name}-{field.FieldName}";
}
