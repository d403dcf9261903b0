namespace Shop.Users.Accounts;

/// <summary>Names the resource files beside it: the text of these pages and of the rules' errors.</summary>
sealed class Text;
