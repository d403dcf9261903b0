namespace Shop.Users.Pages.Forms;

public readonly record struct SelectOption(string Value, string Text);
