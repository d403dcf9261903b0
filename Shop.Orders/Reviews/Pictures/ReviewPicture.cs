namespace Shop.Orders.Reviews.Pictures;

/// <summary>A picture in a review as it was encoded here: nothing of the uploaded file is kept.</summary>
sealed class ReviewPicture
{
    /// <summary>In one review.</summary>
    public const int Most = 4;

    /// <summary>In pixels: the longest that a picture in a list may have.</summary>
    public const int PreviewSide = 640;

    public required Guid Id { get; init; }

    public required Guid ReviewId { get; init; }

    /// <summary>Of the uploaded file: sent twice it is one picture.</summary>
    public required byte[] FileHash { get; init; }

    /// <summary>WebP.</summary>
    public required byte[] Image { get; init; }

    /// <summary>The same, no larger than <see cref="PreviewSide"/> pixels; null where the picture is no larger itself.</summary>
    public required byte[]? Preview { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <param name="Id">Another for each picture, which never changes.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Preview">Where it is in the size for lists.</param>
/// <param name="PreviewWidth">In pixels.</param>
sealed record ReviewPictureResponse(Guid Id, string Address, int Width, int Height, string Preview, int PreviewWidth);
