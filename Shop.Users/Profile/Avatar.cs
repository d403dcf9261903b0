namespace Shop.Users.Profile;

/// <summary>A person's picture as it was encoded here: nothing of the uploaded file is kept.</summary>
sealed class Avatar
{
    public required Guid UserId { get; init; }

    /// <summary>Another for each upload, so that its address can be cached for ever.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public required byte[] Image { get; set; }

    public required string ContentType { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
}
