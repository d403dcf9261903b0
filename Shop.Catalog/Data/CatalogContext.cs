using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Categories;
using Shop.Catalog.Checkout;
using Shop.Catalog.Coupons;
using Shop.Catalog.Gallery;
using Shop.Catalog.Manage;
using Shop.Catalog.Manage.Import;
using Shop.Catalog.Products;
using Shop.Catalog.Reviews;
using Shop.Catalog.Seed;
using Shop.Catalog.Stock;
using Shop.Catalog.Wishlist;
using Shop.ServiceDefaults.Data;

namespace Shop.Catalog.Data;

class CatalogContext(DbContextOptions<CatalogContext> options) : DbContext(options)
{
    public DbSet<Product> Products => Set<Product>();

    public DbSet<Category> Categories => Set<Category>();

    public DbSet<PriceChange> PriceChanges => Set<PriceChange>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<ImportJob> Imports => Set<ImportJob>();

    public DbSet<SeedProgress> SeedProgress => Set<SeedProgress>();

    public DbSet<StockMovement> StockMovements => Set<StockMovement>();

    public DbSet<Coupon> Coupons => Set<Coupon>();

    public DbSet<CouponUse> CouponUses => Set<CouponUse>();

    public DbSet<AcceptedCheckout> Checkouts => Set<AcceptedCheckout>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new ProductConfiguration());
        modelBuilder.ApplyConfiguration(new PriceChangeConfiguration());
        modelBuilder.ApplyConfiguration(new AuditEntryConfiguration());
        modelBuilder.ApplyConfiguration(new ImportJobConfiguration());
        modelBuilder.ApplyConfiguration(new ImportPartConfiguration());

        modelBuilder.Entity<Category>(category =>
        {
            category.ToTable("categories");
            category.Property(c => c.Id).ValueGeneratedNever();
            category.Property(c => c.Slug).HasMaxLength(Product.SlugLength);
            category.Property(c => c.NameEn).HasMaxLength(Product.NameLength);
            category.Property(c => c.NameZh).HasMaxLength(Product.NameLength);
            category.Property(c => c.Version).IsConcurrencyToken().HasDefaultValue(1);
            category.HasIndex(c => c.Slug).IsUnique();
            category.HasOne<Category>().WithMany().HasForeignKey(c => c.ParentId).OnDelete(DeleteBehavior.Restrict);
        });

        modelBuilder.Entity<SeedProgress>(progress =>
        {
            progress.ToTable("seed_progress");
            progress.HasKey(p => p.Name);
            progress.Property(p => p.Name).HasMaxLength(50);
        });

        modelBuilder.AddStock();
        modelBuilder.AddCoupons();
        modelBuilder.AddCheckouts();
        modelBuilder.AddSales();
        modelBuilder.AddReviews();
        modelBuilder.AddWishes();
        modelBuilder.AddGallery();
        modelBuilder.AddMessaging();

        SnakeCase.Apply(modelBuilder.Model);
    }
}
