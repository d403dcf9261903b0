namespace Shop.Users.Addresses;

/// <summary>Names the resource files beside it: the text of the address book's pages.</summary>
sealed class Text;
