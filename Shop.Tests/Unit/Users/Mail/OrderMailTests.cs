using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shop.ServiceDefaults.Data;
using Shop.Tests.Servers;
using Shop.Tests.Unit.Messaging;
using Shop.Users.Accounts;
using Shop.Users.Data;
using Shop.Users.Mail;
using Shop.Users.Mail.Orders;
using Xunit;

namespace Shop.Tests.Unit.Users.Mail;

/// <summary>The mails of an order, from what Orders says to the queue of mails.</summary>
public sealed partial class OrderMailTests(PostgresServer postgres) : IAsyncLifetime
{
    static readonly Guid Order = Guid.Parse("019433a4-5f2a-7f0a-b1ce-6a0d7e5f9c01");

    IHost host = null!;
    string broker = "", database = "";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Letters { get; } = new(from step in OrderLetters.Steps from language in (string[])["en", "zh-CN"] select (step, language));

    /// <summary>The part of Users that writes these mails, with the real broker.</summary>
    public async ValueTask InitializeAsync()
    {
        (database, broker) = (await postgres.CreateDatabaseAsync(), await postgres.CreateDatabaseAsync("broker"));
        var builder = Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = "Development" });
        builder.Configuration.AddInMemoryCollection([
            new("ConnectionStrings:usersdb", database), new("ConnectionStrings:messagingdb", broker), new("Identity:Issuer", "https://shop.example")]);
        builder.Logging.ClearProviders();
        builder.AddNpgsqlDbContext<UsersContext>("usersdb");
        builder.AddMail();
        builder.AddOrderMail();
        // The tables are made below, in place of the migration.
        var migration = new DatabaseMigrationProgress();
        migration.Done();
        builder.Services.AddSingleton(migration);
        host = builder.Build();
        await WithAsync(static db => db.Database.EnsureCreatedAsync(Cancellation));
        await host.StartAsync(Cancellation);
    }

    [Fact]
    public async Task However_often_a_notice_comes_there_is_one_mail_in_the_buyers_language()
    {
        var (english, chinese) = (await AddAsync(Person("en")), await AddAsync(Person("zh-CN")));
        var notice = Guid.CreateVersion7();
        for (var i = 0; i < 5; i++)
            await PutAsync(notice, english, "paid");
        await PutAsync(Guid.CreateVersion7(), chinese, "paid");
        await UntilDoneAsync();

        var mails = await WithAsync(static db => db.OutgoingMails.AsNoTracking().ToListAsync(Cancellation));
        Assert.Equal(["Your order 7K2M-0QXZ is paid", "订单 7K2M-0QXZ 已付款"], mails.Select(static mail => mail.Subject).Order(StringComparer.Ordinal));
        Assert.All(mails, static mail => Assert.Contains("USD 41.65", mail.Text, StringComparison.Ordinal));
        // Outbox and inbox stand where the context has all its tables.
        Assert.Equal(2L, await WithAsync(static db => db.Database.SqlQuery<long>($"""select count(*) as "Value" from users.inbox_messages""").SingleAsync(Cancellation)));
    }

    [Fact]
    public async Task Who_has_left_gets_no_mail_and_an_unknown_step_waits_for_those_who_know_it()
    {
        var gone = Person("en");
        (gone.Email, gone.DeletedAt) = (null, DateTimeOffset.UtcNow);
        await PutAsync(Guid.CreateVersion7(), await AddAsync(gone), "paid");
        await PutAsync(Guid.CreateVersion7(), Guid.NewGuid(), "paid");
        await PutAsync(Guid.CreateVersion7(), await AddAsync(Person("en")), "abducted");
        // Those that nobody is to get are done with; the last one is tried again.
        await Eventually.TrueAsync(async () => await ScalarAsync("select count(*) from messages where visible > now()") == 1 && await ScalarAsync("select count(*) from messages") == 1, Cancellation);
        Assert.Empty(await WithAsync(static db => db.OutgoingMails.ToListAsync(Cancellation)));
    }

    [Theory, MemberData(nameof(Letters))]
    public async Task Each_step_has_a_letter_in_both_languages_and_both_forms(string step, string language)
    {
        var person = Person(language);
        var mail = await WriteAsync(OrderLetters.Write(person, new(
            Order, "7K2M-0QXZ", person.Id, step, "USD", 1141.65m, [new("Harbour at Six Mug", "「六点的港湾」马克杯", 2, 36m)], "Pony <Express>", "PE-1", "notPaidInTime")));

        Assert.InRange(mail.Subject.Length, 1, OutgoingMail.SubjectLength);
        var html = System.Net.WebUtility.HtmlDecode(mail.Html);
        Assert.All([mail.Subject, mail.Text, html], static text => Assert.DoesNotMatch(Left(), text));
        Assert.Contains("7K2M-0QXZ", mail.Subject, StringComparison.Ordinal);
        Assert.Equal(language == "zh-CN", Han().IsMatch(mail.Subject + mail.Text));
        Assert.Equal($"https://shop.example/orders/{Order}", Assert.Single(MailLinksOf(mail)));
        Assert.Contains($"href=\"https://shop.example/orders/{Order}\"", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<Express>", mail.Html, StringComparison.Ordinal);
        var line = language == "zh-CN" ? "2 × 「六点的港湾」马克杯" : "2 × Harbour at Six Mug";
        Assert.Contains($"{line}: USD 36.00", mail.Text, StringComparison.Ordinal);
        Assert.All([line, "USD 36.00"], part => Assert.Contains($">{part}<", html, StringComparison.Ordinal));
        string[] said = step switch
        {
            "placed" or "paid" or "paymentFailed" or "refunded" => ["USD 1,141.65"],
            "shipped" or "delivered" => ["Pony <Express>", "PE-1"],
            "cancelled" or "returnRefused" => [language == "zh-CN" ? "未按时付款。" : "it was not paid in time."],
            _ => [],
        };
        Assert.All(said, words => Assert.Contains(words, mail.Text, StringComparison.Ordinal));
        Assert.All(said, words => Assert.Contains(words, html, StringComparison.Ordinal));
    }

    [Fact]
    public void What_staff_wrote_is_said_as_it_is()
    {
        var letter = OrderLetters.Write(Person("en"), new(Order, "7K2M-0QXZ", Guid.NewGuid(), "cancelled", "USD", 1m, [], null, null, "The {0} <kiln> broke"));
        Assert.Equal("The {0} <kiln> broke", letter.Values[4]);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
    }

    static IEnumerable<string> MailLinksOf(OutgoingMail mail) =>
        Shop.Users.Mail.Mailbox.MailLinks.Split(mail.Text).Where(static part => part.IsLink).Select(static part => part.Text);

    static User Person(string language)
    {
        var id = Guid.CreateVersion7();
        return new() { Id = id, Email = $"{id:N}@example.com", NormalizedEmail = $"{id:N}@EXAMPLE.COM", EmailConfirmed = true, DisplayName = "Ada", Language = language };
    }

    Task<Guid> AddAsync(User person) => WithAsync(async db =>
    {
        db.Users.Add(person);
        await db.SaveChangesAsync(Cancellation);
        return person.Id;
    });

    async Task PutAsync(Guid message, Guid buyer, string step)
    {
        await Eventually.TrueAsync(async () => await ScalarAsync("select count(*) from pg_indexes where indexname = 'ix_messages_expiration'") == 1, Cancellation);
        await using var connection = new NpgsqlConnection(broker);
        await connection.OpenAsync(Cancellation);
        await BrokerMessage.PutAsync(connection, "users", "shop.order-notice.v1", message,
            $$"""{"orderId":"{{Order}}","number":"7K2M-0QXZ","userId":"{{buyer}}","step":"{{step}}","at":"2026-11-25T09:30:00Z","currency":"USD","amount":41.65,"lines":[],"carrier":null,"trackingNumber":null,"reason":null}""",
            Cancellation);
    }

    Task UntilDoneAsync() => Eventually.TrueAsync(async () => await ScalarAsync("select count(*) from messages") == 0, Cancellation);

    async Task<long> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(broker);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    async Task<OutgoingMail> WriteAsync(Letter letter)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MailWriter>().WriteAsync(letter);
    }

    async Task<T> WithAsync<T>(Func<UsersContext, Task<T>> use)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<UsersContext>());
    }

    /// <summary>A place that nothing has filled.</summary>
    [GeneratedRegex(@"\{\d")]
    private static partial Regex Left();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();
}
