using System.Diagnostics;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using Shop.ServiceDefaults.Data;

namespace Shop.Users.Mail;

/// <summary>Sends what is in the queue, in every replica.</summary>
sealed class MailDelivery(
    IServiceProvider services, MailSignal signal, IOptions<SmtpOptions> smtp, IHostEnvironment environment, TimeProvider time, ILogger<MailDelivery> logger) : BackgroundService
{
    /// <summary>What another replica wrote before it died waits so long at most.</summary>
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    static readonly ActivitySource ActivitySource = new("Shop.Users");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!smtp.Value.IsConfigured)
        {
            if (!environment.IsDevelopment())
                logger.LogWarning("No mail is sent, since Smtp:Host is not set: mails wait in the database until it is.");
            return;
        }
        await services.DatabaseReadyAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = LongestWait;
            try
            {
                wait = await DeliverAsync(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (DatabaseAway.Explains(e))
            {
                logger.LogWarning("The queue of mails can't be read now: {Reason}", e.Message);
            }
            await signal.WaitAsync(wait, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sends all that is due, and says how long nothing will be.</summary>
    internal async Task<TimeSpan> DeliverAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var queue = scope.ServiceProvider.GetRequiredService<MailQueue>();
        while (true)
        {
            var claimed = await ClaimAsync(queue, cancellationToken);
            if (claimed.Mails.Count == 0)
                return claimed.Wait;
            await SendAsync(scope.ServiceProvider, queue, claimed.Mails, cancellationToken);
        }
    }

    /// <summary>Not traced: a question every few seconds would bury what people do.</summary>
    async Task<(List<OutgoingMail> Mails, TimeSpan Wait)> ClaimAsync(MailQueue queue, CancellationToken cancellationToken)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        var mails = await queue.ClaimAsync(cancellationToken);
        if (mails.Count > 0)
            return (mails, TimeSpan.Zero);
        var wait = await queue.NextAsync(cancellationToken) - time.GetUtcNow() ?? LongestWait;
        return (mails, wait < TimeSpan.Zero ? TimeSpan.Zero : wait < LongestWait ? wait : LongestWait);
    }

    async Task SendAsync(IServiceProvider scope, MailQueue queue, List<OutgoingMail> mails, CancellationToken cancellationToken)
    {
        var deadline = time.GetUtcNow() + MailQueue.Lease / 2;
        await using var transport = ActivatorUtilities.CreateInstance<MailTransport>(scope);
        for (var i = 0; i < mails.Count; i++)
        {
            if (cancellationToken.IsCancellationRequested || time.GetUtcNow() > deadline)
            {
                await ReleaseAsync(queue, mails[i..]);
                return;
            }
            if (await TrySendAsync(transport, queue, mails[i], cancellationToken) is { } failure)
            {
                // Nobody takes mails there at the moment: the others of the batch have failed with this one.
                foreach (var mail in mails[i..])
                    await queue.RetryAsync(mail, failure.Message, CancellationToken.None);
                logger.LogWarning("{Count} mails wait, since the mail server can't be used now: {Reason}", mails.Count - i, failure.Message);
                return;
            }
        }
    }

    /// <summary>The failure that ends the batch; null where this mail is done with, or will be tried again by itself.</summary>
    async Task<Exception?> TrySendAsync(MailTransport transport, MailQueue queue, OutgoingMail mail, CancellationToken cancellationToken)
    {
        using var activity = ActivitySource.StartActivity("send mail", ActivityKind.Client);
        try
        {
            await transport.ConnectAsync(cancellationToken);
            await transport.SendAsync(mail);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await ReleaseAsync(queue, [mail]);
            return null;
        }
        catch (Exception e) when (MailTransport.IsFailure(e) || e is OperationCanceledException)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            if (MailTransport.IsPermanent(e) || queue.IsTooOld(mail))
            {
                // The address stays out of the log.
                logger.LogWarning("Mail {Id} is given up after {Attempts} attempts: {Reason}", mail.Id, mail.Attempts, Reason(e));
                await queue.GiveUpAsync(mail, e.Message, CancellationToken.None);
                return null;
            }
            if (!MailTransport.IsAboutTheMail(e))
                return e;
            logger.LogInformation("Mail {Id} is not taken yet: {Reason}", mail.Id, Reason(e));
            await queue.RetryAsync(mail, e.Message, CancellationToken.None);
            return null;
        }
        // Sent is sent: stopping now must not make it a second one.
        await queue.SentAsync(mail, CancellationToken.None);
        return null;
    }

    static async Task ReleaseAsync(MailQueue queue, List<OutgoingMail> mails)
    {
        foreach (var mail in mails)
            await queue.ReleaseAsync(mail, CancellationToken.None);
    }

    /// <summary>A server's refusal often repeats the recipient's address.</summary>
    static string Reason(Exception exception) =>
        exception is MailKit.Net.Smtp.SmtpCommandException refused ? $"{refused.ErrorCode}, {(int)refused.StatusCode}" : exception.Message;
}
