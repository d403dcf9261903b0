using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Shop.Users.Data;

static class SharedDataProtection
{
    /// <summary>
    /// Cookies, one-time tokens and the provider's keys are protected by keys in <c>usersdb</c>, so that each replica reads what another
    /// wrote. With a certificate they are themselves encrypted there.
    /// </summary>
    public static void AddSharedDataProtection(this IHostApplicationBuilder builder)
    {
        builder.Services.AddDataProtection().SetApplicationName("Shop.Users").PersistKeysToDbContext<UsersContext>().ProtectKeysByConfiguration(builder);
        // The framework would read the keys before anything else, and hold up the start while there is no database, or no table yet.
        builder.Services.RemoveAll(static service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == typeof(KeyManagementOptions).Assembly);
    }

    static void RemoveAll(this IServiceCollection services, Func<ServiceDescriptor, bool> which)
    {
        foreach (var service in services.Where(which).ToList())
            services.Remove(service);
    }
}
