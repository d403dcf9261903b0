using Microsoft.AspNetCore.Identity;

namespace Shop.Users.Accounts;

/// <summary>An account. The user name is the e-mail address.</summary>
sealed class User : IdentityUser<Guid>
{
    public const int DisplayNameLength = 80, EmailLength = 254, PhoneLength = 32;

    public User() => Id = Guid.CreateVersion7();

    public required string DisplayName { get; set; }

    public DateOnly? Birthday { get; set; }

    /// <summary><c>en</c> or <c>zh-CN</c>: of mails, and of pages on a new device.</summary>
    public required string Language { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The time step of the last one-time code that was taken. A code of it, or of one before, has been used.</summary>
    public long? LastTwoFactorStep { get; set; }

    /// <summary>When the person left. The row stays, since orders name its id, and tells nothing of them any more.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>The person has left, or an admin has locked the account. Too many wrong passwords only keep new sign-ins out, for a while.</summary>
    public bool IsClosed => DeletedAt is not null || LockoutEnd == DateTimeOffset.MaxValue;
}
