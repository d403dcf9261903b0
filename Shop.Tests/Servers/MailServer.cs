using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Shop.Tests.Servers;

/// <summary>A real SMTP server, which keeps what it takes. Can be stopped and started again at the same port.</summary>
sealed class MailServer : IAsyncDisposable
{
    public const string User = "shop", Password = "a word between servers";

    private readonly X509Certificate2? _certificate;
    private SmtpServer.SmtpServer? _server;
    private Task _running = Task.CompletedTask;

    /// <param name="withTls">Offers STARTTLS, with a certificate that nobody has signed, and asks for a name and password.</param>
    public MailServer(bool withTls = false) => _certificate = withTls ? SelfSigned() : null;

    public int Port { get; } = FreePort();

    public ConcurrentQueue<MimeMessage> Messages { get; } = new();

    /// <summary>Recipients that it does not take, and how it says so.</summary>
    public Dictionary<string, SmtpResponse> Refused { get; } = [];

    /// <summary>Comes before a message is taken.</summary>
    public Func<Task> BeforeTaking { get; set; } = () => Task.CompletedTask;

    public void Start()
    {
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add((IMessageStore)new Store(this));
        services.Add((IMailboxFilter)new Filter(this));
        services.Add((IUserAuthenticator)new Authenticator());
        _server = new(new SmtpServerOptionsBuilder().ServerName("mail.test").Endpoint(endpoint =>
        {
            endpoint.Endpoint(new(IPAddress.Loopback, Port));
            if (_certificate is not null)
                endpoint.Certificate(_certificate).AuthenticationRequired();
        }).Build(), services);
        _running = _server.StartAsync(CancellationToken.None);
    }

    public async Task StopAsync()
    {
        _server?.Shutdown();
        await _running;
        _server = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _certificate?.Dispose();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=mail.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Store(MailServer server) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            await server.BeforeTaking();
            using var bytes = new MemoryStream(buffer.ToArray());
            server.Messages.Enqueue(await MimeMessage.LoadAsync(bytes, cancellationToken));
            return SmtpResponse.Ok;
        }
    }

    private sealed class Filter(MailServer server) : MailboxFilter
    {
        public override Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
            server.Refused.TryGetValue($"{to.User}@{to.Host}", out var response) ? throw new SmtpResponseException(response) : Task.FromResult(true);
    }

    private sealed class Authenticator : UserAuthenticator
    {
        public override Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken) =>
            Task.FromResult((user, password) == (User, Password));
    }
}
