namespace Shop.Users.Sessions;

/// <summary>Names the resource files beside it: the text of the page of devices.</summary>
sealed class Text;
