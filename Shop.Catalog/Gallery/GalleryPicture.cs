using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Products;

namespace Shop.Catalog.Gallery;

/// <summary>A picture of a product that staff has put there. It is square, and never changes; nothing of the uploaded file is kept.</summary>
sealed class GalleryPicture
{
    /// <summary>Of one product.</summary>
    public const int Most = 8;

    /// <summary>In pixels: as wide and as high as the pictures are made.</summary>
    public const int SmallSide = 400, MiddleSide = 800, LargeSide = 1600;

    public required Guid Id { get; init; }

    public required Guid ProductId { get; init; }

    /// <summary>The one with the lowest is shown in lists.</summary>
    public required int Position { get; init; }

    /// <summary>Of the uploaded file: sent twice it is one picture.</summary>
    public required byte[] FileHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The picture in one size.</summary>
sealed class GalleryFile
{
    public required Guid PictureId { get; init; }

    /// <summary>In pixels.</summary>
    public required int Side { get; init; }

    /// <summary>WebP.</summary>
    public required byte[] Image { get; init; }
}

static class GalleryModel
{
    public static void AddGallery(this ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<GalleryPicture>(picture =>
        {
            picture.ToTable("gallery_pictures");
            picture.Property(p => p.Id).ValueGeneratedNever();
            picture.HasIndex(p => new { p.ProductId, p.Position });
            picture.HasOne<Product>().WithMany().HasForeignKey(p => p.ProductId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<GalleryFile>(file =>
        {
            file.ToTable("gallery_files");
            file.HasKey(f => new { f.PictureId, f.Side });
            file.HasOne<GalleryPicture>().WithMany().HasForeignKey(f => f.PictureId).OnDelete(DeleteBehavior.Cascade);
        });
    }
}
