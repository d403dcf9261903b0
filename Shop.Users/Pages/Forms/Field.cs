using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Shop.Users.Pages.Forms;

/// <summary>What every field has: a label, perhaps a hint, and its errors, tied to the control so that screen readers say them with it.</summary>
public abstract class Field<TValue> : InputBase<TValue>
{
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    [Parameter]
    public string? Hint { get; set; }

    protected override void OnParametersSet() => FormLabels.Of(EditContext).Add(FieldIdentifier, Label);

    protected string Id => FieldId.Of(FieldIdentifier);

    protected string HintId => Id + "-hint";

    protected string ErrorId => Id + "-error";

    protected IEnumerable<string> Errors => EditContext.GetValidationMessages(FieldIdentifier);

    protected string? Invalid => Errors.Any() ? "true" : null;

    protected string? DescribedBy => (Hint, Errors.Any()) switch
    {
        (null, false) => null,
        (null, true) => ErrorId,
        (_, false) => HintId,
        (_, true) => $"{ErrorId} {HintId}",
    };
}

/// <summary>A field whose value is text.</summary>
public abstract class StringField : Field<string?>
{
    protected override bool TryParseValueFromString(string? value, out string? result, out string validationErrorMessage)
    {
        (result, validationErrorMessage) = (value, "");
        return true;
    }
}
