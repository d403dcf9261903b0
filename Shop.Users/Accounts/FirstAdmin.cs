using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Localization;
using Shop.Users.Accounts.Passwords;
using Shop.Users.Data;
using Shop.Users.Security;

namespace Shop.Users.Accounts;

/// <summary>Where there is no admin, the one that configuration names is made. The password is said once, on the console, which no telemetry carries.</summary>
sealed class FirstAdmin(UsersContext context, UserManager<User> users, PasswordHashing hashing, SecurityEvents events, IConfiguration configuration, TimeProvider time)
{
    public const string EmailSetting = "Identity:Admin:Email";

    /// <summary>Not the log, which goes on to others.</summary>
    internal TextWriter Output { get; set; } = Console.Out;

    const int PasswordLength = 20;

    /// <summary>Without those that look alike.</summary>
    const string PasswordCharacters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        if (configuration[EmailSetting] is not { Length: > 0 } email || await ThereIsOneAsync(cancellationToken))
            return;
        var now = time.GetUtcNow();
        var password = RandomNumberGenerator.GetString(PasswordCharacters, PasswordLength);
        var admin = new User { DisplayName = "Admin", Email = email, UserName = email, EmailConfirmed = true, Language = Language.English, CreatedAt = now, UpdatedAt = now };
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            // Somebody may have registered with the address before; then it is they who become the admin, with the password that they have.
            if (await users.FindByEmailAsync(email) is { } known)
                (admin, password) = (known, null);
            else
                Require(await hashing.RunAsync(() => users.CreateAsync(admin, password!), cancellationToken));
            Require(await users.AddToRolesAsync(admin, password is null ? [Roles.Admin] : [Roles.Customer, Roles.Admin]));
            events.Add(context, SecurityEventKinds.AdminCreated, admin.Id);
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        });
        if (password is not null)
            await Output.WriteLineAsync($"The first admin is {email} with the password {password} - it is not shown again.");
    }

    Task<bool> ThereIsOneAsync(CancellationToken cancellationToken) => context.UserRoles
        .Join(context.Roles.Where(static role => role.Name == Roles.Admin), static member => member.RoleId, static role => role.Id, static (member, _) => member)
        .AnyAsync(cancellationToken);

    static void Require(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException($"The first admin can't be made: {string.Join(' ', result.Errors.Select(static error => error.Description))}");
    }
}
