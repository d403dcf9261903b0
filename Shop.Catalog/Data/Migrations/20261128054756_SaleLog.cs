using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Shop.Catalog.Data.Migrations
{
    /// <inheritdoc />
    public partial class SaleLog : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "sales",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    product_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    quantities = table.Column<int[]>(type: "integer[]", nullable: false),
                    paired = table.Column<Guid[]>(type: "uuid[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sales", x => x.id);
                });
            migrationBuilder.Sql(MigrationScript.Read("SaleLog.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                select fold_sales(2147483647);
                drop function fold_sales, record_sale;
                """);
            migrationBuilder.Sql(MigrationScript.Read("Sales.sql"));
            migrationBuilder.DropTable(
                name: "sales");
        }
    }
}
