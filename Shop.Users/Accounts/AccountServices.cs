using Microsoft.AspNetCore.Identity;
using Shop.ServiceDefaults.Auth;
using Shop.Users.Accounts.Passwords;
using Shop.Users.Accounts.TwoFactor;
using Shop.Users.Data;

namespace Shop.Users.Accounts;

static class AccountServices
{
    /// <summary>The framework's accounts: users, roles, passwords and one-time tokens. Who signs in how is said in <c>SignIn</c>.</summary>
    public static void AddAccounts(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PasswordHashing>();
        builder.Services.AddScoped<FirstAdmin>();
        builder.Services.AddScoped<IPasswordHasher<User>, TurnPasswordHasher>();
        builder.Services.AddOptions<PasswordHashingOptions>().BindConfiguration(PasswordHashingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<PasswordHasherOptions>().Configure<Microsoft.Extensions.Options.IOptions<PasswordHashingOptions>>(
            static (hasher, options) => hasher.IterationCount = options.Value.Iterations);

        builder.Services.Configure<DataProtectionTokenProviderOptions>(static tokens => tokens.TokenLifespan = AccountTokens.ConfirmEmailLifespan);
        builder.Services
            .AddIdentityCore<User>(static options =>
            {
                options.User.RequireUniqueEmail = true;
                // The name is the e-mail address, whose form is checked as such.
                options.User.AllowedUserNameCharacters = "";
                // Length, and the list of known passwords, do more than rules of composition.
                options.Password = new()
                {
                    RequiredLength = PasswordRules.ShortestLength,
                    RequiredUniqueChars = 1,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                };
                options.SignIn.RequireConfirmedEmail = true;
                options.Tokens.PasswordResetTokenProvider = options.Tokens.ChangeEmailTokenProvider = ShortLivedTokens.ProviderName;
                options.ClaimsIdentity.UserIdClaimType = ClaimNames.Subject;
                options.ClaimsIdentity.UserNameClaimType = ClaimNames.Name;
                options.ClaimsIdentity.RoleClaimType = ClaimNames.Role;
                options.ClaimsIdentity.EmailClaimType = ClaimNames.Email;
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<UsersContext>()
            .AddUserStore<AccountStore>()
            .AddTokenProvider<DataProtectorTokenProvider<User>>(TokenOptions.DefaultProvider)
            .AddTokenProvider<ShortLivedTokens>(ShortLivedTokens.ProviderName);
        builder.Services.AddAccountCare();
    }

    /// <summary>What people do with their accounts, on the pages and through the interface.</summary>
    static void AddAccountCare(this IServiceCollection services)
    {
        services.AddOptions<CommonPasswordOptions>().BindConfiguration(CommonPasswordOptions.Section)
            .Validate(static options => options.CommonListFile is null || File.Exists(options.CommonListFile), $"{CommonPasswordOptions.Section}:{nameof(CommonPasswordOptions.CommonListFile)} names a file that is not there.")
            .ValidateOnStart();
        services.AddSingleton<CommonPasswords>();
        services.AddSingleton<PasswordRules>();
        services.AddSingleton<AccountRules>();
        services.AddSingleton<EvenPace>();
        services.AddSingleton<TwoFactorOffers>();
        services.AddScoped(static scope => (AccountStore)scope.GetRequiredService<IUserStore<User>>());
        services.AddScoped<Reauthentication>();
        services.AddScoped<PasswordWriter>();
        services.AddScoped<Registration>();
        services.AddScoped<EmailConfirmation>();
        services.AddScoped<EmailChange>();
        services.AddScoped<PasswordReset>();
        services.AddScoped<PasswordChange>();
        services.AddScoped<TwoFactorSetup>();
        services.AddScoped<DataExport>();
        services.AddScoped<AccountDeletion>();
        services.AddHostedService<AccountCleanup>();
    }
}
