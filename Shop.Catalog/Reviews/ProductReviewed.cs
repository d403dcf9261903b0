using Microsoft.EntityFrameworkCore;
using Rebus.Handlers;
using Shop.Catalog.Data;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Catalog.Reviews;

/// <summary>A review was written, changed or withdrawn: what it says from that version on.</summary>
/// <param name="ReviewId">Of the review.</param>
/// <param name="ProductId">What is reviewed; stays as it is.</param>
/// <param name="Version">Grows with each change of the review.</param>
/// <param name="Rating">1 to 5; null where the review was withdrawn.</param>
[Message("shop.product-reviewed.v1")]
sealed record ProductReviewed(Guid ReviewId, Guid ProductId, int Version, int? Rating);

/// <summary>What a product's rating is made of: a row for each review, as its latest version has it.</summary>
sealed class ProductReview
{
    public required Guid Id { get; init; }

    public required Guid ProductId { get; init; }

    public required int Version { get; init; }

    public int? Rating { get; init; }
}

/// <summary>
/// Keeps the sum and the number of ratings exact, in whatever order versions come and however often: an older one changes nothing, a newer
/// one only the difference to the one before.
/// </summary>
sealed class ProductReviewedHandler(CatalogContext context) : IHandleMessages<ProductReviewed>
{
    public async Task Handle(ProductReviewed message)
    {
        if (message.Rating is < 1 or > 5)
            throw new InvalidOperationException($"The review {message.ReviewId} has a rating of {message.Rating}.");
        await context.Database.ExecuteSqlAsync($"select review_product({message.ReviewId}, {message.ProductId}, {message.Version}, {message.Rating}::int)");
    }
}
