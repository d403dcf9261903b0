using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using OpenIddict.EntityFrameworkCore.Models;
using Shop.ServiceDefaults.Data;
using Shop.Users.Accounts;
using Shop.Users.Addresses;
using Shop.Users.Mail;
using Shop.Users.OpenIdConnect;
using Shop.Users.Profile;
using Shop.Users.Security;
using Shop.Users.Sessions;

namespace Shop.Users.Data;

sealed class UsersContext(DbContextOptions<UsersContext> options) : IdentityDbContext<User, IdentityRole<Guid>, Guid>(options), IDataProtectionKeyContext
{
    public const string Schema = "users";

    /// <summary>The display name in small letters, which the database keeps: names are searched by their beginning, in whatever case.</summary>
    public const string SearchName = "SearchName";

    public DbSet<UserSession> Sessions => Set<UserSession>();

    public DbSet<Address> Addresses => Set<Address>();

    public DbSet<Avatar> Avatars => Set<Avatar>();

    public DbSet<SecurityEvent> SecurityEvents => Set<SecurityEvent>();

    public DbSet<OutgoingMail> OutgoingMails => Set<OutgoingMail>();

    public DbSet<ProviderKey> ProviderKeys => Set<ProviderKey>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.UseOpenIddict<Guid>();
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreApplication<Guid>>().ToTable("oidc_applications");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreAuthorization<Guid>>(authorization =>
        {
            authorization.ToTable("oidc_authorizations");
            // A session's end looks for its person's, whatever the client.
            authorization.HasIndex(a => a.Subject);
        });
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreScope<Guid>>().ToTable("oidc_scopes");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreToken<Guid>>().ToTable("oidc_tokens");

        modelBuilder.Entity<User>(user =>
        {
            user.ToTable("users");
            user.Property(u => u.Id).ValueGeneratedNever();
            user.Property(u => u.DisplayName).HasMaxLength(User.DisplayNameLength);
            user.Property(u => u.Email).HasMaxLength(User.EmailLength);
            user.Property(u => u.NormalizedEmail).HasMaxLength(User.EmailLength);
            user.Property(u => u.UserName).HasMaxLength(User.EmailLength);
            user.Property(u => u.NormalizedUserName).HasMaxLength(User.EmailLength);
            user.Property(u => u.PhoneNumber).HasMaxLength(User.PhoneLength);
            user.Property(u => u.Language).HasMaxLength(10);
            // These are counted by guarded updates (see SignIn): whoever saves a user that they read before must not set them back.
            foreach (var counted in (string[])[nameof(User.AccessFailedCount), nameof(User.LockoutEnd)])
                user.Property(counted).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
            // Two registrations at once can't both have the address; Identity alone only looks first.
            // Compares bytes, so that it also finds what begins with something, whatever the database's language.
            user.HasIndex(u => u.NormalizedEmail).IsUnique().HasOperators("text_pattern_ops");
            user.Property<string>(SearchName).HasMaxLength(User.DisplayNameLength * 2).HasComputedColumnSql("lower(display_name)", stored: true);
            user.HasIndex(SearchName).HasOperators("text_pattern_ops");
        });
        modelBuilder.Entity<IdentityRole<Guid>>().ToTable("roles");
        modelBuilder.Entity<IdentityUserRole<Guid>>().ToTable("user_roles");
        modelBuilder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        modelBuilder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
        modelBuilder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        modelBuilder.Entity<IdentityRoleClaim<Guid>>().ToTable("role_claims");

        modelBuilder.Entity<UserSession>(session =>
        {
            session.ToTable("sessions");
            session.Property(s => s.Id).ValueGeneratedNever();
            session.Property(s => s.IpAddress).HasMaxLength(UserSession.IpAddressLength);
            session.Property(s => s.UserAgent).HasMaxLength(UserSession.UserAgentLength);
            session.HasOne<User>().WithMany().HasForeignKey(s => s.UserId);
            session.HasIndex(s => new { s.UserId, s.CreatedAt });
        });

        modelBuilder.Entity<Address>(address =>
        {
            address.ToTable("addresses");
            address.Property(a => a.Id).ValueGeneratedNever();
            address.Property(a => a.Recipient).HasMaxLength(Address.RecipientLength);
            address.Property(a => a.Phone).HasMaxLength(User.PhoneLength);
            address.Property(a => a.Country).HasColumnType("char(2)");
            address.Property(a => a.Region).HasMaxLength(Address.PlaceLength);
            address.Property(a => a.City).HasMaxLength(Address.PlaceLength);
            address.Property(a => a.District).HasMaxLength(Address.PlaceLength);
            address.Property(a => a.Line1).HasMaxLength(Address.LineLength);
            address.Property(a => a.Line2).HasMaxLength(Address.LineLength);
            address.Property(a => a.PostalCode).HasMaxLength(Address.PostalCodeLength);
            address.HasOne<User>().WithMany().HasForeignKey(a => a.UserId);
            address.HasIndex(a => new { a.UserId, a.CreatedAt });
        });

        modelBuilder.Entity<Avatar>(avatar =>
        {
            avatar.ToTable("avatars");
            avatar.HasKey(a => a.UserId);
            avatar.Property(a => a.ContentType).HasMaxLength(40);
            avatar.HasOne<User>().WithOne().HasForeignKey<Avatar>(a => a.UserId);
            avatar.HasIndex(a => a.Id).IsUnique();
        });

        modelBuilder.Entity<SecurityEvent>(happened =>
        {
            happened.ToTable("security_events");
            happened.Property(e => e.Id).ValueGeneratedNever();
            happened.Property(e => e.Kind).HasMaxLength(SecurityEvent.KindLength);
            happened.Property(e => e.IpAddress).HasMaxLength(UserSession.IpAddressLength);
            happened.Property(e => e.UserAgent).HasMaxLength(UserSession.UserAgentLength);
            happened.Property(e => e.Details).HasMaxLength(SecurityEvent.DetailsLength);
            happened.HasIndex(e => new { e.UserId, e.At });
        });

        modelBuilder.Entity<OutgoingMail>(mail =>
        {
            mail.ToTable("outgoing_mails");
            mail.Property(m => m.Id).ValueGeneratedNever();
            mail.Property(m => m.To).HasMaxLength(User.EmailLength);
            mail.Property(m => m.Subject).HasMaxLength(OutgoingMail.SubjectLength);
            // What waits is little, whatever is kept.
            mail.HasIndex(m => m.NextAttemptAt).HasFilter("next_attempt_at is not null");
            mail.HasIndex(m => m.UserId);
        });

        modelBuilder.Entity<ProviderKey>(key =>
        {
            key.ToTable("provider_keys");
            key.Property(k => k.Id).ValueGeneratedNever();
            key.Property(k => k.Use).HasMaxLength(16);
        });

        modelBuilder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
        modelBuilder.AddMessaging();

        SnakeCase.Apply(modelBuilder.Model);
        // Two defaults on the same columns need names of their own.
        modelBuilder.Entity<Address>().HasIndex(a => a.UserId, "ix_addresses_default_shipping").IsUnique().HasFilter("is_default_shipping");
        modelBuilder.Entity<Address>().HasIndex(a => a.UserId, "ix_addresses_default_billing").IsUnique().HasFilter("is_default_billing");
    }
}
