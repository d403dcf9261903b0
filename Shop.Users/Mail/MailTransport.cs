using System.Globalization;
using MailKit;
using MailKit.Net.Smtp;
using Microsoft.Extensions.Options;
using MimeKit;
using Shop.ServiceDefaults.Auth;

namespace Shop.Users.Mail;

/// <summary>A connection to the SMTP server, for a batch of mails.</summary>
sealed class MailTransport(IOptions<SmtpOptions> options, IConfiguration configuration) : IAsyncDisposable
{
    readonly SmtpOptions smtp = options.Value;
    readonly SmtpClient client = new() { Timeout = (int)options.Value.Timeout.TotalMilliseconds };

    /// <summary>Connects where need be: a server may hang up after any mail.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (!client.IsConnected)
        {
            await client.ConnectAsync(smtp.Host!, smtp.Port, smtp.Tls, cancellationToken);
            if (!string.IsNullOrEmpty(smtp.User))
                await client.AuthenticateAsync(smtp.User, smtp.Password ?? "", cancellationToken);
        }
    }

    /// <summary>Not to be cancelled: nobody would know whether the server has it.</summary>
    public async Task SendAsync(OutgoingMail mail)
    {
        using var message = Message(mail);
        await client.SendAsync(message, CancellationToken.None);
    }

    /// <summary>Says no to this mail for good (5xx on the recipient or the message), and not just to us or just now.</summary>
    public static bool IsPermanent(Exception exception) => exception is SmtpCommandException
    {
        ErrorCode: SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted,
        StatusCode: >= (SmtpStatusCode)500,
    };

    /// <summary>The server refused the mail and still listens; anything else ends the batch.</summary>
    public static bool IsAboutTheMail(Exception exception) => exception is SmtpCommandException
    {
        ErrorCode: SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted,
    };

    public static bool IsFailure(Exception exception) =>
        exception is CommandException or ProtocolException or IOException or System.Net.Sockets.SocketException or TimeoutException
            or MailKit.Security.AuthenticationException or MailKit.Security.SslHandshakeException or NotSupportedException;

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (client.IsConnected)
                await client.DisconnectAsync(quit: true);
        }
        catch (Exception e) when (IsFailure(e))
        {
            // It is gone already.
        }
        client.Dispose();
    }

    MimeMessage Message(OutgoingMail mail)
    {
        var message = new MimeMessage
        {
            // The same at each attempt: a mailbox can tell a repetition.
            MessageId = string.Create(CultureInfo.InvariantCulture, $"{mail.Id:N}@{Issuer.Read(configuration).IdnHost}"),
            Date = mail.CreatedAt,
            Subject = mail.Subject,
            Body = new BodyBuilder { TextBody = mail.Text, HtmlBody = mail.Html }.ToMessageBody(),
        };
        message.From.Add(MailboxAddress.Parse(smtp.From!));
        message.To.Add(new MailboxAddress(null, mail.To));
        // No holiday notices, please (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }
}
