namespace Shop.Users.Accounts.Passwords;

/// <summary>The section <c>Identity:Passwords</c>.</summary>
sealed class CommonPasswordOptions
{
    public const string Section = "Identity:Passwords";

    /// <summary>Of a list of common and breached passwords, to be used instead of the shipped one.</summary>
    public string? CommonListFile { get; set; }
}
