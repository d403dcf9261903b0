using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Categories;
using Shop.Catalog.Products;
using Shop.Catalog.Seed;
using Shop.ServiceDefaults.Data;

namespace Shop.Catalog.Data;

class CatalogContext(DbContextOptions<CatalogContext> options) : DbContext(options)
{
    // Chinese names sort by pinyin and English ones without regard to case; the database's own collation knows neither.
    const string EnglishCollation = "en-x-icu";
    const string ChineseCollation = "zh-x-icu";

    public DbSet<Product> Products => Set<Product>();

    public DbSet<Category> Categories => Set<Category>();

    public DbSet<SeedProgress> SeedProgress => Set<SeedProgress>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Category>(category =>
        {
            category.ToTable("categories");
            category.Property(c => c.Id).ValueGeneratedNever();
            category.Property(c => c.Slug).HasMaxLength(Product.SlugLength);
            category.Property(c => c.NameEn).HasMaxLength(Product.NameLength);
            category.Property(c => c.NameZh).HasMaxLength(Product.NameLength);
            category.HasIndex(c => c.Slug).IsUnique();
            category.HasOne<Category>().WithMany().HasForeignKey(c => c.ParentId).OnDelete(DeleteBehavior.Restrict);
        });

        modelBuilder.Entity<Product>(product =>
        {
            product.ToTable("products", table =>
            {
                table.HasCheckConstraint("ck_products_stock", "stock >= 0");
                table.HasCheckConstraint("ck_products_price", "price >= 0");
                table.HasCheckConstraint("ck_products_rating", "rating_count >= 0 and rating_sum between rating_count and rating_count * 5");
            });
            product.Property(p => p.Id).ValueGeneratedNever();
            product.Property(p => p.Sku).HasMaxLength(64);
            product.Property(p => p.Slug).HasMaxLength(Product.SlugLength);
            product.Property(p => p.NameEn).HasMaxLength(Product.NameLength).UseCollation(EnglishCollation);
            product.Property(p => p.NameZh).HasMaxLength(Product.NameLength).UseCollation(ChineseCollation);
            product.Property(p => p.Brand).HasMaxLength(100);
            product.Property(p => p.Price).HasPrecision(18, 2);
            product.Property(p => p.Currency).HasColumnType("char(3)");
            product.Property(p => p.RatingAverage).HasPrecision(3, 2)
                .HasComputedColumnSql("case when rating_count = 0 then 0 else round(rating_sum::numeric / rating_count, 2) end", stored: true);
            product.HasOne(p => p.Category).WithMany().HasForeignKey(p => p.CategoryId).OnDelete(DeleteBehavior.Restrict);

            product.HasIndex(p => p.Sku).IsUnique();
            product.HasIndex(p => p.Slug).IsUnique();
            // One index per order of the list, alone and within a category; both directions read the same one.
            product.HasIndex(p => new { p.CreatedAt, p.Id });
            product.HasIndex(p => new { p.Price, p.Id });
            product.HasIndex(p => new { p.NameEn, p.Id });
            product.HasIndex(p => new { p.NameZh, p.Id });
            product.HasIndex(p => new { p.CategoryId, p.CreatedAt, p.Id });
            product.HasIndex(p => new { p.CategoryId, p.Price, p.Id });
            product.HasIndex(p => new { p.CategoryId, p.NameEn, p.Id });
            product.HasIndex(p => new { p.CategoryId, p.NameZh, p.Id });
        });

        modelBuilder.Entity<SeedProgress>(progress =>
        {
            progress.ToTable("seed_progress");
            progress.HasKey(p => p.Name);
            progress.Property(p => p.Name).HasMaxLength(50);
        });

        SnakeCase.Apply(modelBuilder.Model);
    }
}
