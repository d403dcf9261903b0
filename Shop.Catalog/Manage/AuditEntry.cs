using System.Security.Claims;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Shop.ServiceDefaults.Auth;

namespace Shop.Catalog.Manage;

/// <summary>Who changed what, and when. Written in the transaction of the change, and never changed itself.</summary>
sealed class AuditEntry
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>As it was then.</summary>
    public required string UserName { get; init; }

    /// <summary>What was done, such as product.published.</summary>
    public required string Action { get; init; }

    /// <summary>The product, category or import that it was done to.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>By field, what it was and what it is.</summary>
    public required JsonElement Changes { get; init; }
}

sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("audit_entries");
        entry.Property(e => e.Id).ValueGeneratedNever();
        entry.Property(e => e.UserName).HasMaxLength(200);
        entry.Property(e => e.Action).HasMaxLength(50);
        entry.Property(e => e.Changes).HasColumnType("jsonb");
        entry.HasIndex(e => new { e.SubjectId, e.Id });
    }
}

/// <summary>Who is behind a change.</summary>
sealed record Author(Guid Id, string Name)
{
    public static Author Of(ClaimsPrincipal user)
    {
        var name = user.FindFirstValue(ClaimNames.Name) ?? user.FindFirstValue(ClaimNames.Email) ?? "";
        return new(user.UserId(), name.Length > 200 ? name[..200] : name);
    }
}
