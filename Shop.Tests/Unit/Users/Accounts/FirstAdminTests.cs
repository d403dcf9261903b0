using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shop.ServiceDefaults.Auth;
using Shop.Tests.Servers;
using Shop.Users.Accounts;
using Shop.Users.Data;
using Xunit;

namespace Shop.Tests.Unit.Users.Accounts;

public sealed class FirstAdminTests(PostgresServer postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_password_is_said_at_the_first_start_only()
    {
        await using var services = await StartAsync();

        var first = await SeedAsync(services);
        var second = await SeedAsync(services);

        Assert.Matches("The first admin is admin@shop.example with the password [a-zA-Z2-9]{20} ", first);
        Assert.Empty(second);
        Assert.Equal(1, await AdminsAsync(services));
    }

    [Fact]
    public async Task Who_has_the_address_already_becomes_the_admin_with_the_password_they_have()
    {
        await using var services = await StartAsync();
        await services.WithAsync<UsersContext>(static context =>
        {
            context.Users.Add(new()
            {
                DisplayName = "Somebody",
                Language = "en",
                Email = "Admin@Shop.example",
                NormalizedEmail = "ADMIN@SHOP.EXAMPLE",
                UserName = "Admin@Shop.example",
                NormalizedUserName = "ADMIN@SHOP.EXAMPLE",
                PasswordHash = "a hash",
                SecurityStamp = "a stamp",
            });
            return context.SaveChangesAsync(Cancellation);
        });

        Assert.Empty(await SeedAsync(services));

        Assert.Equal(1, await AdminsAsync(services));
        Assert.Equal("a hash", await services.WithAsync<UsersContext, string?>(static context => context.Users.Select(static user => user.PasswordHash).SingleAsync(Cancellation)));
    }

    [Fact]
    public async Task Where_configuration_names_nobody_nobody_is_made()
    {
        await using var services = await StartAsync(("Identity:Admin:Email", ""));

        Assert.Empty(await SeedAsync(services));
        Assert.Equal(0, await services.WithAsync<UsersContext, int>(static context => context.Users.CountAsync(Cancellation)));
    }

    private async Task<UsersServices> StartAsync(params (string Key, string Value)[] settings)
    {
        var services = await UsersServices.BuildAsync(await postgres.CreateDatabaseAsync(), settings: settings);
        await services.WithAsync<UsersContext>(static context =>
        {
            context.Roles.AddRange(Roles.All.Select(static name => new IdentityRole<Guid>(name) { Id = Guid.CreateVersion7(), NormalizedName = name.ToUpperInvariant() }));
            return context.SaveChangesAsync(Cancellation);
        });
        return services;
    }

    private static async Task<string> SeedAsync(UsersServices services)
    {
        await using var scope = services.Services.CreateAsyncScope();
        var admin = scope.ServiceProvider.GetRequiredService<FirstAdmin>();
        await using var output = new StringWriter();
        admin.Output = output;
        await admin.SeedAsync(Cancellation);
        return output.ToString();
    }

    private static Task<int> AdminsAsync(UsersServices services) => services.WithAsync<UsersContext, int>(static context =>
        context.UserRoles.CountAsync(member => context.Roles.Any(role => role.Id == member.RoleId && role.Name == Roles.Admin), Cancellation));
}
