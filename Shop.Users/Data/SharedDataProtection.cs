using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Shop.Users.Data;

static class SharedDataProtection
{
    /// <summary>A PKCS #12 file, and its password if it has one.</summary>
    const string Certificate = "DataProtection:Certificate", Password = "DataProtection:CertificatePassword";

    /// <summary>
    /// Cookies, one-time tokens and the provider's keys are protected by keys in <c>usersdb</c>, so that each replica reads what another
    /// wrote. With a certificate they are themselves encrypted there.
    /// </summary>
    public static void AddSharedDataProtection(this IHostApplicationBuilder builder)
    {
        var protection = builder.Services.AddDataProtection().SetApplicationName("Shop.Users").PersistKeysToDbContext<UsersContext>();
        if (builder.Configuration[Certificate] is { Length: > 0 } path)
            protection.ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12FromFile(path, builder.Configuration[Password]));
        else if (builder.Environment.IsDevelopment())
            // It warns that the keys are not encrypted, which on a developer's machine they need not be.
            builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        // The framework would read the keys before anything else, and hold up the start while there is no database, or no table yet.
        builder.Services.RemoveAll(static service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == typeof(KeyManagementOptions).Assembly);
    }

    static void RemoveAll(this IServiceCollection services, Func<ServiceDescriptor, bool> which)
    {
        foreach (var service in services.Where(which).ToList())
            services.Remove(service);
    }
}
