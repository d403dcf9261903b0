using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Shop.ServiceDefaults.Auth;
using Shop.Users.Accounts;
using Xunit;

namespace Shop.Tests.Integration.Identity;

/// <summary>
/// A person of the test's own, with an account as registration and confirmation leave it. Put into the database, since most tests are about
/// what comes after; registration has tests of its own. The hash is a cheap one, so that the first sign-in also makes it anew.
/// </summary>
sealed record RegisteredUser(Guid Id, string Email, string Password, string DisplayName)
{
    private const int CheapIterations = 10_000;

    private static readonly PasswordHasher<User> s_hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = CheapIterations }));

    public static Task<RegisteredUser> CreateAsync(ShopApplication shop, params string[] roles) => CreateAsync(shop, configure: null, roles);

    public static async Task<RegisteredUser> CreateAsync(ShopApplication shop, Action<User>? configure, params string[] roles)
    {
        var number = Guid.NewGuid().ToString("N")[..12];
        var (email, password, now) = ($"user-{number}@example.com", $"{number} horses graze", DateTimeOffset.UtcNow);
        var user = new User
        {
            DisplayName = $"Person {number}",
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            EmailConfirmed = true,
            Language = "en",
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            CreatedAt = now,
            UpdatedAt = now,
        };
        user.PasswordHash = s_hasher.HashPassword(user, password);
        configure?.Invoke(user);
        return await shop.WithUsersAsync(async context =>
        {
            string[] all = [Roles.Customer, .. roles];
            context.Users.Add(user);
            foreach (var role in await context.Roles.Where(r => all.Contains(r.Name)).ToListAsync(TestContext.Current.CancellationToken))
                context.UserRoles.Add(new() { UserId = user.Id, RoleId = role.Id });
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
            return new RegisteredUser(user.Id, user.Email, password, user.DisplayName);
        });
    }
}
