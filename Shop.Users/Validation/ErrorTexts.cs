namespace Shop.Users.Validation;

/// <summary>The keys of the texts that rules find.</summary>
static class ErrorTexts
{
    public const string Required = "Error.Required", TooLong = "Error.TooLong", Characters = "Error.Characters", NotAChoice = "Error.NotAChoice",
        NotUsed = "Error.NotUsed", Birthday = "Error.Birthday", Phone = "Error.Phone", PhoneOf = "Error.PhoneOf", PostalCode = "Error.PostalCode",
        Default = "Error.Default", Limit = "Error.Limit", Cursor = "Error.Cursor",
        Picture = "Error.Picture", PictureTooLarge = "Error.PictureTooLarge", PictureTooManyPixels = "Error.PictureTooManyPixels";
}
