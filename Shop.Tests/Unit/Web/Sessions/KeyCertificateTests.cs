using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Shop.Tests.Unit.Hosting.Servers;
using StackExchange.Redis;
using Xunit;

namespace Shop.Tests.Unit.Web.Sessions;

public sealed class KeyCertificateTests
{
    [Fact]
    public async Task With_a_certificate_the_keys_are_no_use_to_whoever_reads_them_in_Redis()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Sub("keys.pfx");
        using (var rsa = RSA.Create(2048))
        {
            var request = new CertificateRequest("CN=keys", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx, "a password"), TestContext.Current.CancellationToken);
        }

        await using var shop = await Storefront.StartAsync(2, ("DataProtection:Certificate", file), ("DataProtection:CertificatePassword", "a password"));
        using var visitor = new Visitor(shop.Address);
        await visitor.GoAsync("/sign-in", TestContext.Current.CancellationToken);

        Assert.Equal("Lin", await visitor.ReadAsync(shop.Replicas[1].Address + "/name", TestContext.Current.CancellationToken));
        await using var redis = await ConnectionMultiplexer.ConnectAsync(shop.Redis.ConnectionString);
        foreach (var key in await redis.GetDatabase().ListRangeAsync("web:data-protection-keys"))
            Assert.Contains("<EncryptedData", key.ToString(), StringComparison.Ordinal);
    }
}
