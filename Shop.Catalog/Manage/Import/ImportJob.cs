using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Shop.Catalog.Manage.Import;

enum ImportState : short
{
    Waiting = 0,

    /// <summary>In the hands of a replica.</summary>
    Running = 1,

    /// <summary>All its rows are products now, or would be where it was a trial.</summary>
    Done = 2,

    /// <summary>Nothing of it was imported.</summary>
    Failed = 3,
}

/// <summary>What a running import is at. Its end is in sight only while the file is read.</summary>
enum ImportPhase : short
{
    Reading = 0,
    Checking = 1,
    Applying = 2,
}

/// <summary>A file that a replica imports when it has time for it, whoever looks on. Whoever holds it says so again and again; where that stops another begins anew.</summary>
sealed class ImportJob
{
    public const int FileNameLength = 200, LanguageLength = 10, FailureLength = 500;

    public required Guid Id { get; init; }

    public required string FileName { get; init; }

    public required long Size { get; init; }

    /// <summary>Changes nothing, and tells what it would change.</summary>
    public required bool DryRun { get; init; }

    public required ImportState State { get; set; }

    public required Guid UserId { get; init; }

    public required string UserName { get; init; }

    /// <summary>In which its errors are told.</summary>
    public required string Language { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public ImportPhase Phase { get; set; }

    public long BytesRead { get; set; }

    public int Rows { get; set; }

    public int Created { get; set; }

    public int Updated { get; set; }

    public int ErrorCount { get; set; }

    /// <summary>The first of them, as JSON; null where there are none.</summary>
    public string? Errors { get; set; }

    /// <summary>Why it came to nothing, where it was not the file.</summary>
    public string? Failure { get; set; }

    public int Attempts { get; set; }

    public Guid? Claim { get; set; }

    public DateTimeOffset? ClaimedUntil { get; set; }
}

sealed class ImportJobConfiguration : IEntityTypeConfiguration<ImportJob>
{
    public void Configure(EntityTypeBuilder<ImportJob> job)
    {
        job.ToTable("product_imports");
        job.Property(j => j.Id).ValueGeneratedNever();
        job.Property(j => j.FileName).HasMaxLength(ImportJob.FileNameLength);
        job.Property(j => j.UserName).HasMaxLength(200);
        job.Property(j => j.Language).HasMaxLength(ImportJob.LanguageLength);
        job.Property(j => j.Failure).HasMaxLength(ImportJob.FailureLength);
        job.Property(j => j.Errors).HasColumnType("jsonb");
        // Those that are not over: few, among all that ever were.
        job.HasIndex(j => new { j.State, j.Id }).HasFilter("state < 2");
    }
}

/// <summary>A piece of a job's file. It goes once the job is over.</summary>
sealed class ImportPart
{
    public required Guid ImportId { get; init; }

    public required int Number { get; init; }

    public required byte[] Content { get; init; }
}

sealed class ImportPartConfiguration : IEntityTypeConfiguration<ImportPart>
{
    public void Configure(EntityTypeBuilder<ImportPart> part)
    {
        part.ToTable("product_import_parts");
        part.HasKey(p => new { p.ImportId, p.Number });
        part.HasOne<ImportJob>().WithMany().HasForeignKey(p => p.ImportId).OnDelete(DeleteBehavior.Cascade);
    }
}
