namespace Shop.Users.Profile;

/// <summary>Names the resource files beside it: the text of the profile's page.</summary>
sealed class Text;
