using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Shop.Catalog.Data.Migrations
{
    /// <inheritdoc />
    public partial class Caching : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(MigrationScript.Read("Caching.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                drop table cache_evictions;
                drop trigger evict_products_inserted on products;
                drop trigger evict_product_updated on products;
                drop trigger evict_products_deleted on products;
                drop trigger evict_categories on categories;
                drop function evict_products_inserted, evict_product_updated, evict_products_deleted, evict_categories;
                """);
        }
    }
}
