using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.Users.Accounts;
using Shop.Users.Accounts.TwoFactor;
using Shop.Users.Data;
using Xunit;

namespace Shop.Tests.Unit.Users.Accounts;

public sealed class AccountTokensTests
{
    [Fact]
    public Task A_token_is_for_one_account_one_purpose_and_one_stamp() => WithAsync(static async users =>
    {
        var (user, other) = (Person(), Person());
        var confirm = await users.ConfirmEmailTokenAsync(user);
        var reset = await users.ResetPasswordTokenAsync(user);
        var change = await users.ChangeEmailTokenAsync(user, "new@example.com");

        Assert.True(await users.IsConfirmEmailTokenAsync(user, confirm));
        Assert.True(await users.IsResetPasswordTokenAsync(user, reset));
        Assert.True(await users.IsChangeEmailTokenAsync(user, "new@example.com", change));

        Assert.False(await users.IsConfirmEmailTokenAsync(other, confirm));
        Assert.False(await users.IsResetPasswordTokenAsync(user, confirm));
        Assert.False(await users.IsResetPasswordTokenAsync(user, change));
        Assert.False(await users.IsConfirmEmailTokenAsync(user, reset));
        Assert.False(await users.IsChangeEmailTokenAsync(user, "other@example.com", change));
        Assert.All([confirm, reset, change], static token => Assert.Matches("^[A-Za-z0-9_-]+$", token));

        user.Renew(DateTimeOffset.UtcNow);
        Assert.False(await users.IsConfirmEmailTokenAsync(user, confirm));
        Assert.False(await users.IsResetPasswordTokenAsync(user, reset));
        Assert.False(await users.IsChangeEmailTokenAsync(user, "new@example.com", change));
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!!!")]
    [InlineData("AAAA")]
    [InlineData("\0")]
    public Task What_is_no_token_is_none(string? token) => WithAsync(async users =>
    {
        Assert.False(await users.IsConfirmEmailTokenAsync(Person(), token));
        Assert.False(await users.IsResetPasswordTokenAsync(Person(), new string('A', 100_000) + token));
    });

    [Fact]
    public Task A_token_ends() => WithAsync(
        static async users =>
        {
            var user = Person();
            Assert.False(await users.IsConfirmEmailTokenAsync(user, await users.ConfirmEmailTokenAsync(user)));
            Assert.False(await users.IsResetPasswordTokenAsync(user, await users.ResetPasswordTokenAsync(user)));
            Assert.False(await users.IsChangeEmailTokenAsync(user, "new@example.com", await users.ChangeEmailTokenAsync(user, "new@example.com")));
        },
        static services =>
        {
            services.Configure<DataProtectionTokenProviderOptions>(static options => options.TokenLifespan = TimeSpan.FromTicks(-1));
            services.Configure<ShortLivedTokenOptions>(static options => options.TokenLifespan = TimeSpan.FromTicks(-1));
        });

    [Fact]
    public Task What_opens_an_account_ends_after_an_hour_and_the_rest_after_a_day() => WithServicesAsync(static services =>
    {
        Assert.Equal(TimeSpan.FromHours(1), services.GetRequiredService<Microsoft.Extensions.Options.IOptions<ShortLivedTokenOptions>>().Value.TokenLifespan);
        Assert.Equal(TimeSpan.FromHours(24), services.GetRequiredService<Microsoft.Extensions.Options.IOptions<DataProtectionTokenProviderOptions>>().Value.TokenLifespan);
        var tokens = services.GetRequiredService<UserManager<User>>().Options.Tokens;
        Assert.Equal((ShortLivedTokens.ProviderName, ShortLivedTokens.ProviderName), (tokens.PasswordResetTokenProvider, tokens.ChangeEmailTokenProvider));
        return Task.CompletedTask;
    });

    [Fact]
    public void A_key_is_offered_to_one_account_and_stays_while_the_page_does()
    {
        var offers = new TwoFactorOffers(new EphemeralDataProtectionProvider());
        var (user, other) = (Person(), Person());
        var offer = offers.Make(user, null);

        Assert.Equal(offer, offers.Make(user, offer.Ticket));
        Assert.NotEqual(offer.Key, offers.Make(user, null).Key);
        Assert.NotEqual(offer.Key, offers.Make(other, offer.Ticket).Key);
        Assert.Null(offers.ReadKey(other, offer.Ticket));
        Assert.Null(offers.ReadKey(user, offer.Ticket + "x"));
        Assert.DoesNotContain(offer.Key, offer.Ticket, StringComparison.OrdinalIgnoreCase);
    }

    private static User Person() => new() { Email = "ada@example.com", DisplayName = "Ada", Language = "en", SecurityStamp = SecurityStamp.New() };

    private static Task WithAsync(Func<UserManager<User>, Task> use, Action<IServiceCollection>? configure = null) =>
        WithServicesAsync(services => use(services.GetRequiredService<UserManager<User>>()), configure);

    private static async Task WithServicesAsync(Func<IServiceProvider, Task> use, Action<IServiceCollection>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        // Never asked.
        builder.Services.AddDbContext<UsersContext>(static options => options.UseNpgsql("Host=nowhere"));
        builder.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        builder.AddAccounts();
        configure?.Invoke(builder.Services);
        using var host = builder.Build();
        await using var scope = host.Services.CreateAsyncScope();
        await use(scope.ServiceProvider);
    }
}
