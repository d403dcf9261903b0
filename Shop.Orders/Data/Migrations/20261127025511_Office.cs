using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Shop.Orders.Data.Migrations
{
    /// <inheritdoc />
    public partial class Office : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_scheduled_work_due_at_id",
                table: "scheduled_work",
                columns: new[] { "due_at", "id" },
                filter: "last_error is not null");

            migrationBuilder.CreateIndex(
                name: "ix_reviews_created_at_id",
                table: "reviews",
                columns: new[] { "created_at", "id" },
                descending: new bool[0]);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_scheduled_work_due_at_id",
                table: "scheduled_work");

            migrationBuilder.DropIndex(
                name: "ix_reviews_created_at_id",
                table: "reviews");
        }
    }
}
