using Microsoft.EntityFrameworkCore;
using Shop.Tests.Servers;
using Shop.Users.Accounts;
using Shop.Users.Data;
using Shop.Users.Mail;
using Xunit;

namespace Shop.Tests.Unit.Users.Accounts;

public sealed class AccountCleanupTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_nobody_confirmed_for_a_week_is_gone_with_all_that_hangs_on_it()
    {
        var connection = await postgres.CreateDatabaseAsync("users");
        await using var db = new UsersContext(new DbContextOptionsBuilder<UsersContext>().UseNpgsql(connection).Options);
        await db.Database.MigrateAsync(Cancellation);
        var old = s_now - AccountCleanup.UnconfirmedKept - TimeSpan.FromMinutes(1);
        var role = new Microsoft.AspNetCore.Identity.IdentityRole<Guid>("customer") { Id = Guid.NewGuid() };
        db.Roles.Add(role);
        var forgotten = Add(db, role, "forgotten", old, isConfirmed: false);
        var fresh = Add(db, role, "fresh", s_now.AddDays(-6), isConfirmed: false);
        var confirmed = Add(db, role, "confirmed", old, isConfirmed: true);
        var deleted = Add(db, role, "deleted", old, isConfirmed: false, deletedAt: s_now);
        await db.SaveChangesAsync(Cancellation);

        await AccountCleanup.CleanAsync(db, s_now, Cancellation);

        Guid[] kept = [fresh, confirmed, deleted];
        Assert.Equal(kept.Order(), await db.Users.Select(user => user.Id).OrderBy(id => id).ToArrayAsync(Cancellation));
        Assert.Equal(kept.Order(), await db.OutgoingMails.Select(mail => mail.UserId!.Value).OrderBy(id => id).ToArrayAsync(Cancellation));
        Assert.Equal(kept.Order(), await db.SecurityEvents.Select(e => e.UserId!.Value).OrderBy(id => id).ToArrayAsync(Cancellation));
        Assert.Equal(kept.Order(), await db.UserRoles.Select(member => member.UserId).OrderBy(id => id).ToArrayAsync(Cancellation));
        Assert.DoesNotContain(forgotten, kept);
    }

    private static Guid Add(UsersContext db, Microsoft.AspNetCore.Identity.IdentityRole<Guid> role, string name, DateTimeOffset at, bool isConfirmed, DateTimeOffset? deletedAt = null)
    {
        var user = new User
        {
            UserName = name,
            NormalizedUserName = name,
            Email = deletedAt is null ? $"{name}@example.com" : null,
            NormalizedEmail = deletedAt is null ? $"{name}@example.com" : null,
            EmailConfirmed = isConfirmed,
            DisplayName = name,
            Language = "en",
            CreatedAt = at,
            DeletedAt = deletedAt,
        };
        db.Users.Add(user);
        db.UserRoles.Add(new() { UserId = user.Id, RoleId = role.Id });
        db.SecurityEvents.Add(new() { UserId = user.Id, Kind = "registered", At = at });
        db.OutgoingMails.Add(new OutgoingMail { UserId = user.Id, To = "x@example.com", Subject = "x", Text = "x", Html = "x", CreatedAt = at, NextAttemptAt = null });
        return user.Id;
    }
}
