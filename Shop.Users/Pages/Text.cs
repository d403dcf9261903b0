namespace Shop.Users.Pages;

/// <summary>Names the resource files beside it: the text of the pages' frame. Each feature has its own.</summary>
sealed class Text;
