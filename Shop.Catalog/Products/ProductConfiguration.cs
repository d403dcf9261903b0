using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Shop.Catalog.Products;

/// <summary>
/// The table of products. Two more columns, <c>search</c> and <c>facets</c>, are computed by the database and read by SQL alone: see
/// Search and docs/catalog.md. The model does without them, so that no query carries them along.
/// </summary>
sealed class ProductConfiguration : IEntityTypeConfiguration<Product>
{
    // Chinese names sort by pinyin and English ones without regard to case; the database's own collation knows neither.
    const string EnglishCollation = "en-x-icu";
    const string ChineseCollation = "zh-x-icu";

    const string Published = "status = 1";

    public void Configure(EntityTypeBuilder<Product> product)
    {
        product.ToTable("products", table =>
        {
            table.HasCheckConstraint("ck_products_stock", "stock >= 0");
            table.HasCheckConstraint("ck_products_weight_grams", "weight_grams between 0 and 1000000");
            table.HasCheckConstraint("ck_products_price", "price >= 0");
            table.HasCheckConstraint("ck_products_rating", "rating_count >= 0 and rating_sum between rating_count and rating_count * 5");
        });
        product.Property(p => p.Id).ValueGeneratedNever();
        product.Property(p => p.Sku).HasMaxLength(64);
        product.Property(p => p.Slug).HasMaxLength(Product.SlugLength);
        product.Property(p => p.NameEn).HasMaxLength(Product.NameLength).UseCollation(EnglishCollation);
        product.Property(p => p.NameZh).HasMaxLength(Product.NameLength).UseCollation(ChineseCollation);
        product.Property(p => p.Brand).HasMaxLength(Product.BrandLength);
        product.Property(p => p.Price).HasPrecision(18, 2);
        product.Property(p => p.Currency).HasColumnType("char(3)");
        product.Property(p => p.RatingAverage).HasPrecision(3, 2)
            .HasComputedColumnSql("case when rating_count = 0 then 0 else round(rating_sum::numeric / rating_count, 2) end", stored: true);
        product.Property(p => p.Version).IsConcurrencyToken().HasDefaultValue(1);
        product.HasOne(p => p.Category).WithMany().HasForeignKey(p => p.CategoryId).OnDelete(DeleteBehavior.Restrict);

        product.HasIndex(p => p.Sku).IsUnique();
        product.HasIndex(p => p.Slug).IsUnique();
        product.HasIndex(p => new { p.UpdatedAt, p.Id });
        // One index per order of the list, alone and within a category; both directions read the same one.
        product.HasIndex(p => new { p.CreatedAt, p.Id }).HasFilter(Published);
        product.HasIndex(p => new { p.Price, p.Id }).HasFilter(Published);
        product.HasIndex(p => new { p.NameEn, p.Id }).HasFilter(Published);
        product.HasIndex(p => new { p.NameZh, p.Id }).HasFilter(Published);
        product.HasIndex(p => new { p.RatingAverage, p.RatingCount, p.Id }).HasFilter(Published);
        product.HasIndex(p => new { p.Sold, p.Id }).HasFilter(Published);
        product.HasIndex(p => new { p.CategoryId, p.CreatedAt, p.Id }).HasFilter(Published);
        product.HasIndex(p => new { p.CategoryId, p.Price, p.Id }).HasFilter(Published);
        product.HasIndex(p => new { p.CategoryId, p.NameEn, p.Id }).HasFilter(Published);
        product.HasIndex(p => new { p.CategoryId, p.NameZh, p.Id }).HasFilter(Published);
        product.HasIndex(p => new { p.CategoryId, p.RatingAverage, p.RatingCount, p.Id }).HasFilter(Published);
        product.HasIndex(p => new { p.CategoryId, p.Sold, p.Id }).HasFilter(Published);
    }
}
