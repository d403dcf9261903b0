using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Npgsql;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Localization;
using Shop.Users.Accounts.Passwords;
using Shop.Users.Data;
using Shop.Users.Mail;
using Shop.Users.Security;
using Shop.Users.Validation;

namespace Shop.Users.Accounts;

sealed record RegistrationRequest(string? Email, string? Password, string? DisplayName, string? Language = null);

/// <summary>
/// Makes accounts. Whoever asks learns nothing of the address: the answer is the same, and takes as long, whether it has an account or not. Its
/// owner gets a mail that says how it goes on.
/// </summary>
sealed class Registration(
    UsersContext db, UserManager<User> users, IPasswordHasher<User> hasher, PasswordHashing hashing, AccountRules rules, RateLimits limits,
    MailWriter mails, MailSignal signal, SecurityEvents events, TimeProvider time, IStringLocalizer<Validation.ValidationText> texts)
{
    /// <returns>Done where a mail is on its way.</returns>
    public async Task<AccountResult> RegisterAsync(HttpContext http, RegistrationRequest request, CancellationToken cancellationToken)
    {
        var errors = Check(request, out var email, out var displayName);
        if (errors.Count > 0)
            return new(errors);
        if (await limits.TryAsync(http, RateLimited.Register, users.NormalizeEmail(email), cancellationToken) is { IsAllowed: false } refused)
            return AccountResult.TooMany(refused);

        var now = time.GetUtcNow();
        var user = new User
        {
            Email = email,
            NormalizedEmail = users.NormalizeEmail(email),
            UserName = email,
            NormalizedUserName = users.NormalizeName(email),
            DisplayName = displayName,
            Language = Language.FromTag(request.Language) ?? (Language.IsChinese ? Language.Chinese : Language.English),
            SecurityStamp = SecurityStamp.New(),
            LockoutEnabled = true,
            CreatedAt = now,
            UpdatedAt = now,
        };
        // Also where the address turns out to have an account: it must not be told apart by the time.
        user.PasswordHash = await hashing.RunAsync(() => Task.FromResult(hasher.HashPassword(user, request.Password!)), cancellationToken);

        if (!await TryCreateAsync(user, cancellationToken))
            await TellOwnerAsync(user.NormalizedEmail, cancellationToken);
        signal.Set();
        return AccountResult.Done;
    }

    Dictionary<string, string[]> Check(RegistrationRequest request, out string email, out string displayName)
    {
        var lines = new FieldErrors();
        displayName = TextLine.Required(request.DisplayName, "displayName", User.DisplayNameLength, lines);
        var errors = lines.In(texts);
        if (rules.CheckEmail(request.Email, out email) is { } address)
            errors["email"] = [address];
        if (rules.CheckPassword(request.Password, email, displayName) is { } password)
            errors["password"] = [password];
        return errors;
    }

    /// <summary>False where the address has an account, also one that was made at this moment: the index decides.</summary>
    async Task<bool> TryCreateAsync(User user, CancellationToken cancellationToken)
    {
        if (await db.Users.AnyAsync(u => u.NormalizedEmail == user.NormalizedEmail, cancellationToken))
            return false;
        var role = await db.Roles.Where(r => r.Name == Roles.Customer).Select(r => r.Id).SingleAsync(cancellationToken);
        db.Users.Add(user);
        db.UserRoles.Add(new() { UserId = user.Id, RoleId = role });
        events.Add(db, AccountEventKinds.Registered, user.Id);
        await mails.AddAsync(db, AccountLetters.ConfirmEmail(user, await users.ConfirmEmailTokenAsync(user)));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            // Our own row, where a lost answer of the database made this a second try.
            return await db.Users.AnyAsync(u => u.Id == user.Id, cancellationToken);
        }
    }

    /// <summary>
    /// Nothing of the account is changed by somebody who need not be its owner, not even where nobody has confirmed it yet: with the link goes the
    /// password that it was made with.
    /// </summary>
    async Task TellOwnerAsync(string? normalizedEmail, CancellationToken cancellationToken)
    {
        // Null only where it was deleted at this moment.
        if (await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == normalizedEmail, cancellationToken) is not { } owner)
            return;
        events.Add(db, AccountEventKinds.RegisteredAgain, owner.Id);
        await mails.AddAsync(db, owner.EmailConfirmed
            ? AccountLetters.AlreadyRegistered(owner)
            : AccountLetters.ConfirmEmail(owner, await users.ConfirmEmailTokenAsync(owner)));
        await db.SaveChangesAsync(cancellationToken);
    }
}
