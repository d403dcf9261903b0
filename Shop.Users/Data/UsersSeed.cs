using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Shop.ServiceDefaults.Auth;
using Shop.Users.Accounts;
using Shop.Users.OpenIdConnect;

namespace Shop.Users.Data;

/// <summary>What the service can't do without: the roles, the clients, the keys and somebody who may let others in. Runs at each start, by one replica at a time.</summary>
static class UsersSeed
{
    public static async Task RunAsync(UsersContext context, IServiceProvider services, CancellationToken cancellationToken)
    {
        await SeedRolesAsync(context, services.GetRequiredService<ILookupNormalizer>(), cancellationToken);
        await services.GetRequiredService<ProviderClients>().SeedAsync(cancellationToken);
        await services.GetRequiredService<FirstAdmin>().SeedAsync(cancellationToken);
        // Last: from here on requests are answered.
        await services.GetRequiredService<ProviderKeys>().LoadAsync(create: true, cancellationToken);
    }

    static async Task SeedRolesAsync(UsersContext context, ILookupNormalizer normalizer, CancellationToken cancellationToken)
    {
        var known = await context.Roles.Select(static role => role.Name).ToListAsync(cancellationToken);
        var missing = Roles.All.Except(known).Select(name => new IdentityRole<Guid>
        {
            Id = Guid.CreateVersion7(),
            Name = name,
            NormalizedName = normalizer.NormalizeName(name),
            ConcurrencyStamp = Guid.NewGuid().ToString(),
        }).ToList();
        if (missing.Count == 0)
            return;
        context.Roles.AddRange(missing!);
        await context.SaveChangesAsync(cancellationToken);
    }
}
