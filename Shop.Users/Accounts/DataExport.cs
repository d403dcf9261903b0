using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using Shop.Users.Data;
using Shop.Users.Security;

namespace Shop.Users.Accounts;

/// <summary>Everything that we hold of a person, for them to take along. Secrets are left out: what opens the account is no knowledge about anybody.</summary>
sealed class DataExport(UsersContext db, SecurityEvents events, TimeProvider time)
{
    public async Task<AccountData> ReadAsync(Guid userId, CancellationToken cancellationToken)
    {
        events.Add(db, AccountEventKinds.DataDownloaded, userId);
        await db.SaveChangesAsync(cancellationToken);

        var subject = userId.ToString();
        var roles = await (from role in db.Roles join user in db.UserRoles on role.Id equals user.RoleId where user.UserId == userId select role.Name).ToListAsync(cancellationToken);
        return new()
        {
            WrittenAt = time.GetUtcNow(),
            Profile = await db.Users.Where(u => u.Id == userId).Select(u => new AccountData.ProfileData(
                u.Id, u.Email!, u.EmailConfirmed, u.DisplayName, u.PhoneNumber, u.Birthday, u.Language, u.TwoFactorEnabled, roles!, u.CreatedAt, u.UpdatedAt)).SingleAsync(cancellationToken),
            Avatar = await db.Avatars.Where(a => a.UserId == userId).Select(a => new AccountData.AvatarData(a.ContentType, a.Image, a.UpdatedAt)).SingleOrDefaultAsync(cancellationToken),
            Addresses = await db.Addresses.Where(a => a.UserId == userId).OrderBy(a => a.CreatedAt).Select(a => new AccountData.AddressData(
                a.Recipient, a.Phone, a.Country, a.Region, a.City, a.District, a.Line1, a.Line2, a.PostalCode, a.IsDefaultShipping, a.IsDefaultBilling, a.CreatedAt, a.UpdatedAt)).ToListAsync(cancellationToken),
            Sessions = await db.Sessions.Where(s => s.UserId == userId).OrderByDescending(s => s.CreatedAt).Select(s => new AccountData.SessionData(
                s.CreatedAt, s.LastSeenAt, s.ExpiresAt, s.RevokedAt, s.IpAddress, s.UserAgent)).ToListAsync(cancellationToken),
            Applications = await db.Set<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().Where(a => a.Subject == subject).OrderByDescending(a => a.CreationDate)
                .Select(a => new AccountData.ApplicationData(a.Application!.ClientId!, a.Scopes, a.Status, a.CreationDate)).ToListAsync(cancellationToken),
            SecurityEvents = await db.SecurityEvents.Where(e => e.UserId == userId).OrderByDescending(e => e.At).Select(e => new AccountData.EventData(
                e.Kind, e.At, e.IpAddress, e.UserAgent, e.Details)).ToListAsync(cancellationToken),
            Mails = await db.OutgoingMails.Where(m => m.UserId == userId).OrderByDescending(m => m.CreatedAt).Select(m => new AccountData.MailData(
                m.To, m.Subject, m.CreatedAt, m.SentAt)).ToListAsync(cancellationToken),
        };
    }
}

/// <summary>The file, as JSON.</summary>
sealed record AccountData
{
    public required DateTimeOffset WrittenAt { get; init; }

    public required ProfileData Profile { get; init; }

    public required AvatarData? Avatar { get; init; }

    public required IReadOnlyList<AddressData> Addresses { get; init; }

    public required IReadOnlyList<SessionData> Sessions { get; init; }

    public required IReadOnlyList<ApplicationData> Applications { get; init; }

    public required IReadOnlyList<EventData> SecurityEvents { get; init; }

    public required IReadOnlyList<MailData> Mails { get; init; }

    public sealed record ProfileData(
        Guid Id, string Email, bool EmailConfirmed, string DisplayName, string? Phone, DateOnly? Birthday, string Language, bool TwoFactorEnabled,
        IReadOnlyList<string> Roles, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

    /// <param name="ContentType">Of the image.</param>
    /// <param name="Image">In base 64.</param>
    /// <param name="UpdatedAt">When it was uploaded.</param>
    public sealed record AvatarData(string ContentType, byte[] Image, DateTimeOffset UpdatedAt);

    public sealed record AddressData(
        string Recipient, string Phone, string Country, string? Region, string City, string? District, string Line1, string? Line2, string? PostalCode,
        bool IsDefaultShipping, bool IsDefaultBilling, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

    public sealed record SessionData(DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt, string? IpAddress, string? UserAgent);

    public sealed record ApplicationData(string ClientId, string? Scopes, string? Status, DateTime? CreatedAt);

    public sealed record EventData(string Kind, DateTimeOffset At, string? IpAddress, string? UserAgent, string? Details);

    public sealed record MailData(string To, string Subject, DateTimeOffset CreatedAt, DateTimeOffset? SentAt);
}
