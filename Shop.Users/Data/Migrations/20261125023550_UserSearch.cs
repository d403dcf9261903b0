using System;
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

            migrationBuilder.DropIndex(
                name: "ix_outgoing_mails_next_attempt_at",
                schema: "users",
                table: "outgoing_mails");

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "next_attempt_at",
                schema: "users",
                table: "outgoing_mails",
                type: "timestamp with time zone",
                nullable: true,
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamp with time zone");

            migrationBuilder.AddColumn<Guid>(
                name: "user_id",
                schema: "users",
                table: "outgoing_mails",
                type: "uuid",
                nullable: true);

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

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_next_attempt_at",
                schema: "users",
                table: "outgoing_mails",
                column: "next_attempt_at",
                filter: "next_attempt_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_user_id",
                schema: "users",
                table: "outgoing_mails",
                column: "user_id");
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

            migrationBuilder.DropIndex(
                name: "ix_outgoing_mails_next_attempt_at",
                schema: "users",
                table: "outgoing_mails");

            migrationBuilder.DropIndex(
                name: "ix_outgoing_mails_user_id",
                schema: "users",
                table: "outgoing_mails");

            migrationBuilder.DropColumn(
                name: "search_name",
                schema: "users",
                table: "users");

            migrationBuilder.DropColumn(
                name: "user_id",
                schema: "users",
                table: "outgoing_mails");

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "next_attempt_at",
                schema: "users",
                table: "outgoing_mails",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)),
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamp with time zone",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_users_normalized_email",
                schema: "users",
                table: "users",
                column: "normalized_email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_next_attempt_at",
                schema: "users",
                table: "outgoing_mails",
                column: "next_attempt_at",
                filter: "sent_at is null");
        }
    }
}
