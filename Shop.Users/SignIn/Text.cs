namespace Shop.Users.SignIn;

/// <summary>Names the resource files beside it.</summary>
sealed class Text;
