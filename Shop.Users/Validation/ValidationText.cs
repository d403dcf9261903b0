namespace Shop.Users.Validation;

/// <summary>Names the resource files beside it: what may be wrong with a field.</summary>
sealed class ValidationText;
