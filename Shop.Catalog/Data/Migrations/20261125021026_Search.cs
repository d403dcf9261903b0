using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Shop.Catalog.Data.Migrations
{
    /// <inheritdoc />
    public partial class Search : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_products_category_id_created_at_id",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_category_id_name_en_id",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_category_id_name_zh_id",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_category_id_price_id",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_created_at_id",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_name_en_id",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_name_zh_id",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_price_id",
                table: "products");

            migrationBuilder.AddColumn<int>(
                name: "sold",
                table: "products",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<short>(
                name: "status",
                table: "products",
                type: "smallint",
                nullable: false,
                // What there is has been shown so far.
                defaultValue: (short)1);

            migrationBuilder.Sql("alter table products alter column status drop default");

            migrationBuilder.CreateIndex(
                name: "ix_products_category_id_created_at_id",
                table: "products",
                columns: new[] { "category_id", "created_at", "id" },
                filter: "status = 1");

            migrationBuilder.CreateIndex(
                name: "ix_products_category_id_name_en_id",
                table: "products",
                columns: new[] { "category_id", "name_en", "id" },
                filter: "status = 1");

            migrationBuilder.CreateIndex(
                name: "ix_products_category_id_name_zh_id",
                table: "products",
                columns: new[] { "category_id", "name_zh", "id" },
                filter: "status = 1");

            migrationBuilder.CreateIndex(
                name: "ix_products_category_id_price_id",
                table: "products",
                columns: new[] { "category_id", "price", "id" },
                filter: "status = 1");

            migrationBuilder.CreateIndex(
                name: "ix_products_category_id_rating_average_rating_count_id",
                table: "products",
                columns: new[] { "category_id", "rating_average", "rating_count", "id" },
                filter: "status = 1");

            migrationBuilder.CreateIndex(
                name: "ix_products_category_id_sold_id",
                table: "products",
                columns: new[] { "category_id", "sold", "id" },
                filter: "status = 1");

            migrationBuilder.CreateIndex(
                name: "ix_products_created_at_id",
                table: "products",
                columns: new[] { "created_at", "id" },
                filter: "status = 1");

            migrationBuilder.CreateIndex(
                name: "ix_products_name_en_id",
                table: "products",
                columns: new[] { "name_en", "id" },
                filter: "status = 1");

            migrationBuilder.CreateIndex(
                name: "ix_products_name_zh_id",
                table: "products",
                columns: new[] { "name_zh", "id" },
                filter: "status = 1");

            migrationBuilder.CreateIndex(
                name: "ix_products_price_id",
                table: "products",
                columns: new[] { "price", "id" },
                filter: "status = 1");

            migrationBuilder.CreateIndex(
                name: "ix_products_rating_average_rating_count_id",
                table: "products",
                columns: new[] { "rating_average", "rating_count", "id" },
                filter: "status = 1");

            migrationBuilder.CreateIndex(
                name: "ix_products_sold_id",
                table: "products",
                columns: new[] { "sold", "id" },
                filter: "status = 1");

            migrationBuilder.Sql(MigrationScript.Read("Search.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                drop table product_pairs, product_sales, product_count_changes, product_counts, search_words;
                drop trigger count_products_inserted on products;
                drop trigger count_product_updated on products;
                drop trigger count_products_deleted on products;
                drop trigger learn_words_inserted on products;
                drop trigger learn_words_updated on products;
                drop trigger learn_words_inserted on categories;
                drop trigger learn_words_updated on categories;
                alter table products drop column search, drop column facets, reset (fillfactor);
                alter table categories drop column search;
                drop function count_products_inserted, count_product_updated, count_products_deleted, learn_words_inserted, learn_words_updated, name_words,
                    fold_product_counts, product_facets, price_band, search_query, product_search, search_category, search_name, search_text;
                """);

            migrationBuilder.DropIndex(
                name: "ix_products_category_id_created_at_id",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_category_id_name_en_id",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_category_id_name_zh_id",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_category_id_price_id",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_category_id_rating_average_rating_count_id",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_category_id_sold_id",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_created_at_id",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_name_en_id",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_name_zh_id",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_price_id",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_rating_average_rating_count_id",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_products_sold_id",
                table: "products");

            migrationBuilder.DropColumn(
                name: "sold",
                table: "products");

            migrationBuilder.DropColumn(
                name: "status",
                table: "products");

            migrationBuilder.CreateIndex(
                name: "ix_products_category_id_created_at_id",
                table: "products",
                columns: new[] { "category_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_products_category_id_name_en_id",
                table: "products",
                columns: new[] { "category_id", "name_en", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_products_category_id_name_zh_id",
                table: "products",
                columns: new[] { "category_id", "name_zh", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_products_category_id_price_id",
                table: "products",
                columns: new[] { "category_id", "price", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_products_created_at_id",
                table: "products",
                columns: new[] { "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_products_name_en_id",
                table: "products",
                columns: new[] { "name_en", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_products_name_zh_id",
                table: "products",
                columns: new[] { "name_zh", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_products_price_id",
                table: "products",
                columns: new[] { "price", "id" });
        }
    }
}
