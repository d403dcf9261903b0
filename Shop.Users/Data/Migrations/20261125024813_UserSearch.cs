using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Shop.Users.Data.Migrations
{
    /// <inheritdoc />
    public partial class UserSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_users_normalized_email",
                schema: "users",
                table: "users");

            migrationBuilder.AddColumn<string>(
                name: "search_name",
                schema: "users",
                table: "users",
                type: "character varying(160)",
                maxLength: 160,
                nullable: true,
                computedColumnSql: "lower(display_name)",
                stored: true);

            migrationBuilder.CreateIndex(
                name: "ix_users_normalized_email",
                schema: "users",
                table: "users",
                column: "normalized_email",
                unique: true)
                .Annotation("Npgsql:IndexOperators", new[] { "text_pattern_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_users_search_name",
                schema: "users",
                table: "users",
                column: "search_name")
                .Annotation("Npgsql:IndexOperators", new[] { "text_pattern_ops" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_users_normalized_email",
                schema: "users",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ix_users_search_name",
                schema: "users",
                table: "users");

            migrationBuilder.DropColumn(
                name: "search_name",
                schema: "users",
                table: "users");

            migrationBuilder.CreateIndex(
                name: "ix_users_normalized_email",
                schema: "users",
                table: "users",
                column: "normalized_email",
                unique: true);
        }
    }
}
