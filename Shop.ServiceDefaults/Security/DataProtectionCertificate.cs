using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.DataProtection;

public static class DataProtectionCertificate
{
    /// <summary>A PKCS #12 file, and its password if it has one.</summary>
    private const string Certificate = "DataProtection:Certificate", Password = "DataProtection:CertificatePassword";

    /// <summary>
    /// Encrypts the keys by a certificate where they lie, if one is configured. Without it whoever reads them there can read what they
    /// protect: the framework warns of that, and in Development, where it is the rule, is kept from doing so.
    /// </summary>
    public static IDataProtectionBuilder ProtectKeysByConfiguration(this IDataProtectionBuilder protection, IHostApplicationBuilder builder)
    {
        if (builder.Configuration[Certificate] is { Length: > 0 } path)
            return protection.ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12FromFile(path, builder.Configuration[Password]));
        if (builder.Environment.IsDevelopment())
            builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        return protection;
    }
}
