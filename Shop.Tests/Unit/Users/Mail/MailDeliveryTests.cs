using Microsoft.Extensions.Time.Testing;
using MimeKit;
using Shop.Tests.Servers;
using Shop.Users.Mail;
using SmtpServer.Protocol;
using Xunit;

namespace Shop.Tests.Unit.Users.Mail;

public sealed class MailDeliveryTests(PostgresServer postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_arrives_as_text_and_as_html_and_is_gone()
    {
        await using var server = Started();
        await using var service = await MailService.BuildAsync(await postgres.CreateDatabaseAsync(), server);
        var id = await service.WriteAsync();
        await service.DeliverAsync();

        var mail = Assert.Single(server.Messages);
        Assert.Equal("\"Shop\" <hello@shop.example>", mail.From.ToString());
        Assert.Equal("reader@example.com", mail.To.ToString());
        Assert.Equal("You already have an account", mail.Subject);
        Assert.Equal($"{id:N}@shop.example", mail.MessageId);
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Contains("https://shop.example/account/sign-in", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("Ann & Bob", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("Ann &amp; Bob", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Empty(await service.RowsAsync());
    }

    [Fact]
    public async Task Development_keeps_what_was_sent()
    {
        await using var server = Started();
        await using var service = await MailService.BuildAsync(await postgres.CreateDatabaseAsync(), server, "Development");
        await service.WriteAsync();
        await service.DeliverAsync();
        await service.DeliverAsync();

        Assert.Single(server.Messages);
        Assert.NotNull(Assert.Single(await service.RowsAsync()).SentAt);
    }

    [Fact]
    public async Task What_nobody_took_arrives_once_the_server_is_back()
    {
        await using var server = new MailServer();
        await using var service = await MailService.BuildAsync(await postgres.CreateDatabaseAsync(), server);
        await service.StartAsync();
        await service.WriteAsync("first@example.com");
        await service.WriteAsync("second@example.com");
        await Eventually.TrueAsync(async () => (await service.RowsAsync()) is { Count: 2 } rows && rows.All(static row => row.LastError is not null), Cancellation);

        server.Start();
        await Eventually.TrueAsync(async () => (await service.RowsAsync()).Count == 0, Cancellation);
        Assert.Equal(["first@example.com", "second@example.com"], Recipients(server));
    }

    [Fact]
    public async Task Of_two_replicas_one_sends_a_mail()
    {
        await using var server = Started();
        var database = await postgres.CreateDatabaseAsync();
        await using var first = await MailService.BuildAsync(database, server);
        await using var second = await MailService.BuildAsync(database, server);
        string[] recipients = [.. Enumerable.Range(0, 60).Select(static i => $"reader{i:00}@example.com")];
        foreach (var recipient in recipients)
            await first.WriteAsync(recipient);

        await Task.WhenAll(first.DeliverAsync(), second.DeliverAsync());
        Assert.Equal(recipients, Recipients(server));
    }

    [Fact]
    public async Task A_refused_recipient_is_given_up_and_holds_up_nobody()
    {
        await using var server = Started();
        server.Refused["gone@example.com"] = new(SmtpReplyCode.MailboxUnavailable, "no such mailbox");
        server.Refused["full@example.com"] = new(SmtpReplyCode.InsufficientStorage, "mailbox full");
        await using var service = await MailService.BuildAsync(await postgres.CreateDatabaseAsync(), server);
        await service.WriteAsync("gone@example.com");
        await service.WriteAsync("full@example.com");
        await service.WriteAsync("reader@example.com");
        await service.DeliverAsync();

        Assert.Equal(["reader@example.com"], Recipients(server));
        var waiting = Assert.Single(await service.RowsAsync());
        Assert.Equal("full@example.com", waiting.To);
        Assert.StartsWith("mailbox full", waiting.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_dead_process_held_is_sent_by_another_when_its_time_is_up()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = Started();
        await using var service = await MailService.BuildAsync(await postgres.CreateDatabaseAsync(), server, time: time);
        await service.WriteAsync();
        await service.ClaimAsync();

        await service.DeliverAsync();
        Assert.Empty(server.Messages);
        time.Advance(MailQueue.Lease);
        await service.DeliverAsync();
        Assert.Single(server.Messages);
    }

    [Fact]
    public async Task What_is_refused_for_days_is_given_up()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = Started();
        server.Refused["full@example.com"] = new(SmtpReplyCode.InsufficientStorage, "mailbox full");
        await using var service = await MailService.BuildAsync(await postgres.CreateDatabaseAsync(), server, time: time);
        await service.WriteAsync("full@example.com");
        await service.DeliverAsync();
        Assert.Single(await service.RowsAsync());

        time.Advance(MailQueue.Patience + TimeSpan.FromMinutes(1));
        await service.DeliverAsync();
        Assert.Empty(await service.RowsAsync());
    }

    [Fact]
    public async Task A_server_without_tls_gets_nothing_where_tls_is_asked_for()
    {
        await using var server = Started();
        await using var service = await MailService.BuildAsync(await postgres.CreateDatabaseAsync(), server, settings: ("Smtp:Tls", "StartTls"));
        await service.WriteAsync();
        await service.DeliverAsync();

        Assert.Empty(server.Messages);
        Assert.NotNull(Assert.Single(await service.RowsAsync()).LastError);
    }

    [Fact]
    public async Task A_server_whose_certificate_nobody_signed_gets_neither_password_nor_mail()
    {
        await using var server = new MailServer(withTls: true);
        server.Start();
        await using var service = await MailService.BuildAsync(
            await postgres.CreateDatabaseAsync(), server, settings: [("Smtp:Tls", "StartTls"), ("Smtp:User", MailServer.User), ("Smtp:Password", MailServer.Password)]);
        await service.WriteAsync();
        await service.DeliverAsync();

        Assert.Empty(server.Messages);
        Assert.Contains("certificate", Assert.Single(await service.RowsAsync()).LastError, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_is_being_sent_when_the_service_stops_is_not_sent_twice()
    {
        await using var server = Started();
        var (taking, taken) = (new TaskCompletionSource(), new TaskCompletionSource());
        server.BeforeTaking = () =>
        {
            taking.TrySetResult();
            return taken.Task;
        };
        var database = await postgres.CreateDatabaseAsync();
        await using (var service = await MailService.BuildAsync(database, server))
        {
            await service.WriteAsync("first@example.com");
            await service.WriteAsync("second@example.com");
            await service.StartAsync();
            await taking.Task;
            var stop = service.Delivery.StopAsync(Cancellation);
            server.BeforeTaking = () => Task.CompletedTask;
            taken.SetResult();
            await stop;
        }
        await using var other = await MailService.BuildAsync(database, server);
        await other.DeliverAsync();
        Assert.Equal(["first@example.com", "second@example.com"], Recipients(server));
        Assert.Empty(await other.RowsAsync());
    }

    private static MailServer Started()
    {
        var server = new MailServer();
        server.Start();
        return server;
    }

    private static IEnumerable<string> Recipients(MailServer server) => server.Messages.Select(static mail => ((MailboxAddress)mail.To[0]).Address).Order(StringComparer.Ordinal);
}
