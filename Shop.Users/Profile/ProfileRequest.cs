namespace Shop.Users.Profile;

/// <summary>What a person may change about themselves. All of it at once: what is left out is taken away.</summary>
sealed class ProfileRequest
{
    public string? DisplayName { get; set; }

    /// <summary>As people write it; a number without + is of China where the language is Chinese, else of the United States.</summary>
    public string? Phone { get; set; }

    /// <summary><c>yyyy-MM-dd</c>.</summary>
    public string? Birthday { get; set; }

    public string? Language { get; set; }
}
