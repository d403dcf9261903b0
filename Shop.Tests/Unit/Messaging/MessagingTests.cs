using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shop.ServiceDefaults.Messaging;
using Shop.Tests.Servers;
using Shop.Tests.Unit.ServiceDefaults;
using Xunit;

namespace Shop.Tests.Unit.Messaging;

/// <summary>Services of their own on a real broker and real databases.</summary>
public sealed class MessagingTests(PostgresServer postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Action<MessageHandlers> Reads => static handlers => handlers.Handle<WrittenNote, NoteHandler>();

    private static Action<MessageHandlers> ReadsTogether => static handlers => handlers.HandleBatches<WrittenNote, NotesHandler>();

    [Fact]
    public async Task What_is_published_before_its_reader_was_ever_started_waits_for_it()
    {
        var broker = await postgres.CreateDatabaseAsync("broker");
        await using (var writer = await WriterAsync(broker))
        {
            await writer.HealthyAsync();
            await writer.WriteAsync(["early"]);
            await Eventually.TrueAsync(async () => await CountAsync(broker, "select count(*) from messages where recipient = 'reader'") == 1, Cancellation);
        }
        await using var reader = await MessagingService.StartAsync("reader", await postgres.CreateDatabaseAsync(), broker, Reads);
        await Eventually.TrueAsync(async () => (await reader.NotesAsync()).Contains("early"), Cancellation);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task What_is_committed_arrives_once_and_what_is_rolled_back_never(bool together)
    {
        var broker = await postgres.CreateDatabaseAsync("broker");
        var readerDatabase = await postgres.CreateDatabaseAsync();
        await using var writer = await WriterAsync(broker);
        // Two replicas of the reader, which start on the same empty broker at the same time.
        var replicas = await Task.WhenAll(
            MessagingService.StartAsync("reader", readerDatabase, broker, together ? ReadsTogether : Reads),
            MessagingService.StartAsync("reader", readerDatabase, broker, together ? ReadsTogether : Reads, createTables: false));
        await using var first = replicas[0];
        await using var second = replicas[1];
        await Task.WhenAll(writer.HealthyAsync(), first.HealthyAsync(), second.HealthyAsync());

        string[] committed = [.. Enumerable.Range(0, 100).Select(static i => $"note {i}")];
        foreach (var chunk in committed.Chunk(7))
        {
            await writer.WriteAsync(chunk);
            await writer.WriteAsync(chunk.Select(static text => $"phantom {text}"), commit: false);
        }

        // The readers' own messages, published by their handlers, come back to the writer.
        await Eventually.TrueAsync(() => writer.Seen.Texts.Count >= committed.Length, Cancellation);
        Assert.Equal(committed.Order(), writer.Seen.Texts.Order());
        Assert.Equal(committed.Order(), (await first.NotesAsync()).Order());
        Assert.NotEmpty(first.Seen.Texts);
        Assert.NotEmpty(second.Seen.Texts);
    }

    /// <summary>PostgreSQL lets only one transaction of a whole server commit at a time that sends word.</summary>
    [Fact]
    public async Task Word_of_messages_is_sent_after_the_transaction_that_brings_them_and_not_by_it()
    {
        var broker = await postgres.CreateDatabaseAsync("broker");
        await using var writer = await WriterAsync(broker);
        await writer.HealthyAsync();
        await using var ear = new NpgsqlConnection(broker);
        var heard = new List<string>();
        ear.Notification += (_, word) => heard.Add(word.Payload);
        await ear.OpenAsync(Cancellation);
        await using (var listen = new NpgsqlCommand("listen messages_reader", ear))
            await listen.ExecuteNonQueryAsync(Cancellation);

        await PutAsync(broker, "test.note-written.v1", """{"text":"put"}""");
        // Word comes with the answer to whatever is asked after it.
        await using (var ask = new NpgsqlCommand("select 1", ear))
            await ask.ExecuteNonQueryAsync(Cancellation);
        Assert.Empty(heard);

        await writer.WriteAsync(["one", "two", "three"]);
        while (heard.Sum(static messages => int.Parse(messages, CultureInfo.InvariantCulture)) < 3)
            await ear.WaitAsync(Cancellation);
        Assert.Equal(4, await CountAsync(broker, "select count(*) from messages where recipient = 'reader'"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_message_that_comes_twice_has_one_effect(bool together)
    {
        var broker = await postgres.CreateDatabaseAsync("broker");
        await using var writer = await WriterAsync(broker);
        await writer.HealthyAsync();
        await writer.WriteAsync(["twice"]);
        await Eventually.TrueAsync(async () => await CountAsync(broker, "select count(*) from messages") == 1, Cancellation);
        // As when the forwarder dies between the broker's commit and its own.
        await CountAsync(broker, "insert into messages (recipient, priority, expiration, visible, headers, body) select recipient, priority, expiration, visible, headers, body from messages, generate_series(1, 4) returning 0");

        await using var reader = await MessagingService.StartAsync("reader", await postgres.CreateDatabaseAsync(), broker, together ? ReadsTogether : Reads);
        await reader.HealthyAsync();
        await Eventually.TrueAsync(async () => await CountAsync(broker, "select count(*) from messages where recipient = 'reader'") == 0, Cancellation);
        Assert.Equal(["twice"], await reader.NotesAsync());
        await Eventually.TrueAsync(() => writer.Seen.Texts.Count > 0, Cancellation);
        Assert.Equal(["twice"], writer.Seen.Texts);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task What_fails_is_tried_again_later_with_nothing_done_meanwhile_and_at_last_lies_in_the_error_queue(bool together)
    {
        var broker = await postgres.CreateDatabaseAsync("broker");
        await using var writer = await WriterAsync(broker);
        await using var reader = await MessagingService.StartAsync("reader", await postgres.CreateDatabaseAsync(), broker, together ? ReadsTogether : Reads,
            settings: [("Messaging:RetryDelays:0", "00:00:00"), ("Messaging:RetryDelays:1", "00:00:00.5")]);
        await Task.WhenAll(writer.HealthyAsync(), reader.HealthyAsync());
        var failures = 0;
        reader.Seen.Fail = text => text == "stubborn" || (text == "moody" && Interlocked.Increment(ref failures) == 1) ? new InvalidOperationException($"{text} indeed") : null;

        await writer.WriteAsync(["moody"]);
        await Eventually.TrueAsync(async () => (await reader.NotesAsync()).Contains("moody"), Cancellation);
        Assert.Equal(["moody", "moody"], reader.Seen.Texts);

        await writer.WriteAsync(["stubborn"]);
        await Eventually.TrueAsync(async () => (await reader.Errors.ListAsync(10, null, Cancellation)).Count == 1, Cancellation);
        var failed = Assert.Single(await reader.Errors.ListAsync(10, null, Cancellation));
        Assert.Equal(("test.note-written.v1", "reader", 3), (failed.Name, failed.Queue, failed.Failures));
        Assert.Contains("stubborn indeed", failed.Error, StringComparison.Ordinal);
        Assert.Contains("\"stubborn\"", failed.Body, StringComparison.Ordinal);
        Assert.NotNull(failed.FailedAt);
        Assert.Equal(3, reader.Seen.Texts.Count(static text => text == "stubborn"));
        Assert.Equal(["moody"], await reader.NotesAsync());

        reader.Seen.Fail = static _ => null;
        Assert.True(await reader.Errors.SendAgainAsync(failed.Id, Cancellation));
        Assert.False(await reader.Errors.SendAgainAsync(failed.Id, Cancellation));
        await Eventually.TrueAsync(async () => (await reader.NotesAsync()).Contains("stubborn"), Cancellation);
        Assert.Empty(await reader.Errors.ListAsync(10, null, Cancellation));
    }

    [Fact]
    public async Task What_cannot_be_read_goes_to_the_error_queue_at_once_and_holds_up_nothing()
    {
        var broker = await postgres.CreateDatabaseAsync("broker");
        await using var writer = await WriterAsync(broker);
        await using var reader = await MessagingService.StartAsync("reader", await postgres.CreateDatabaseAsync(), broker, Reads);
        await Task.WhenAll(writer.HealthyAsync(), reader.HealthyAsync());
        await PutAsync(broker, "test.note-written.v1", """{"aside":"no text"}""");
        await PutAsync(broker, "test.unheard-of.v1", "{}");
        await PutAsync(broker, "test.note-written.v1", "nonsense");
        await writer.WriteAsync(["good"]);

        await Eventually.TrueAsync(async () => (await reader.NotesAsync()).Contains("good"), Cancellation);
        await Eventually.TrueAsync(async () => (await reader.Errors.ListAsync(10, null, Cancellation)).Count == 3, Cancellation);
        foreach (var message in await reader.Errors.ListAsync(10, null, Cancellation))
            Assert.True(await reader.Errors.DiscardAsync(message.Id, Cancellation));
        Assert.Empty(await reader.Errors.ListAsync(10, null, Cancellation));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task The_trace_goes_on_with_the_reader(bool together)
    {
        using var spans = new ActivityListener { ShouldListenTo = static source => source.Name.StartsWith("Shop.", StringComparison.Ordinal), Sample = static (ref _) => ActivitySamplingResult.AllData };
        var finished = new List<Activity>();
        spans.ActivityStopped = activity =>
        {
            lock (finished)
                finished.Add(activity);
        };
        ActivitySource.AddActivityListener(spans);
        using var source = new ActivitySource("Shop.Tests");
        var broker = await postgres.CreateDatabaseAsync("broker");
        await using var writer = await WriterAsync(broker);
        await using var reader = await MessagingService.StartAsync("reader", await postgres.CreateDatabaseAsync(), broker, together ? ReadsTogether : Reads);

        using (var request = source.StartActivity("request"))
        {
            await writer.WriteAsync(["traced"]);
            await Eventually.TrueAsync(async () => (await reader.NotesAsync()).Contains("traced"), Cancellation);
            // What was done can be seen before whoever did it has said so.
            await Eventually.TrueAsync(() => Ours("process").Count > 0, Cancellation);
            var (publish, process) = (Assert.Single(Ours("publish")), Assert.Single(Ours("process")));
            Assert.Equal((ActivityKind.Producer, request!.SpanId), (publish.Kind, publish.ParentSpanId));
            Assert.Equal((ActivityKind.Consumer, publish.SpanId), (process.Kind, process.ParentSpanId));
            Assert.Equal(publish.GetTagItem("messaging.message.id"), process.GetTagItem("messaging.message.id"));

            List<Activity> Ours(string operation)
            {
                lock (finished)
                    return finished.FindAll(activity => activity.TraceId == request!.TraceId && activity.OperationName == $"{operation} test.note-written.v1");
            }
        }
    }

    [Fact]
    public async Task Without_the_broker_the_service_starts_writes_and_says_that_it_is_degraded_and_nothing_is_lost()
    {
        var broker = await postgres.CreateDatabaseAsync("broker");
        var settings = new NpgsqlConnectionStringBuilder(broker);
        using var relay = new TcpRelay(settings.Port);
        settings.Port = relay.Port;
        await using var writer = await WriterAsync(settings.ConnectionString);
        Assert.Equal(HealthStatus.Unhealthy, await writer.HealthAsync());
        await writer.WriteAsync(["before the start"]);

        relay.Open();
        await writer.HealthyAsync();
        relay.Cut();
        await Until.IsAsync(writer.HealthAsync, static status => status == HealthStatus.Degraded);
        await writer.WriteAsync(["while it was away"]);
        relay.Open();
        await writer.HealthyAsync();

        await using var reader = await MessagingService.StartAsync("reader", await postgres.CreateDatabaseAsync(), broker, Reads);
        await Eventually.TrueAsync(async () => (await reader.NotesAsync()).Count == 2, Cancellation);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_handler_whose_database_is_away_waits_for_it_and_is_not_given_up(bool together)
    {
        var broker = await postgres.CreateDatabaseAsync("broker");
        var database = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabaseAsync());
        using var relay = new TcpRelay(database.Port);
        database.Port = relay.Port;
        relay.Open();
        await using var writer = await WriterAsync(broker);
        await using var reader = await MessagingService.StartAsync("reader", database.ConnectionString, broker, together ? ReadsTogether : Reads,
            settings: [("Messaging:RetryDelays:0", "00:00:00"), ("Messaging:UnavailableDelay", "00:00:00.1")]);
        await Task.WhenAll(writer.HealthyAsync(), reader.HealthyAsync());

        relay.Cut();
        await writer.WriteAsync(["patient"]);
        await Until.IsAsync(reader.HealthAsync, static status => status == HealthStatus.Degraded);
        relay.Open();
        await Eventually.TrueAsync(async () => (await reader.NotesAsync()).Contains("patient"), Cancellation);
        Assert.Empty(await reader.Errors.ListAsync(10, null, Cancellation));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_service_that_stops_lets_its_handlers_finish(bool together)
    {
        var broker = await postgres.CreateDatabaseAsync("broker");
        await using var writer = await WriterAsync(broker);
        var database = await postgres.CreateDatabaseAsync();
        var reader = await MessagingService.StartAsync("reader", database, broker, together ? ReadsTogether : Reads);
        await Task.WhenAll(writer.HealthyAsync(), reader.HealthyAsync());
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        reader.Seen.Before = _ =>
        {
            entered.SetResult();
            return leave.Task;
        };
        await writer.WriteAsync(["last"]);
        await entered.Task.WaitAsync(Cancellation);
        var stopping = reader.App.StopAsync(Cancellation);
        Assert.False(stopping.IsCompleted);
        leave.SetResult();
        await stopping;
        Assert.Equal(0, await CountAsync(broker, "select count(*) from messages where recipient = 'reader'"));
        Assert.Equal(1, await CountAsync(database, "select count(*) from notes"));
        await reader.DisposeAsync();
    }

    [Fact]
    public async Task What_a_service_has_taken_and_not_begun_when_it_stops_is_for_another_and_what_it_has_handled_has_one_effect()
    {
        var broker = await postgres.CreateDatabaseAsync("broker");
        await using var writer = await WriterAsync(broker);
        var database = await postgres.CreateDatabaseAsync();
        var logs = new CollectedLogs();
        var first = await MessagingService.StartAsync(
            "reader", database, broker, Reads,
            configure: builder => builder.Logging.AddProvider(logs), settings: [("Messaging:Prefetch", "4"), ("Logging:LogLevel:Rebus", "Debug")]);
        await Task.WhenAll(writer.HealthyAsync(), first.HealthyAsync());
        var (entered, leave) = (new SemaphoreSlim(0), new TaskCompletionSource());
        first.Seen.Before = _ =>
        {
            entered.Release();
            return leave.Task;
        };
        // One after the other, so that they are taken one by one; then one worker is left, and takes four.
        foreach (var text in (string[])["a", "b", "c"])
        {
            await writer.WriteAsync([text]);
            await entered.WaitAsync(Cancellation);
        }
        await writer.WriteAsync(["d", "e", "f", "g"]);
        await entered.WaitAsync(Cancellation);
        Assert.Equal(0, await CountAsync(broker, "select count(*) from (select from messages where recipient = 'reader' for update skip locked) free"));

        var stopping = first.App.StopAsync(Cancellation);
        // The workers have been told.
        await Eventually.TrueAsync(() => logs.Messages.Any(static message => message.EndsWith("setting number of workers to 0", StringComparison.Ordinal)), Cancellation);
        leave.SetResult();
        await stopping;
        Assert.Equal(4, await CountAsync(database, "select count(*) from notes"));
        Assert.Equal(4, await CountAsync(broker, "select count(*) from (select from messages where recipient = 'reader' for update skip locked) free"));

        await using var second = await MessagingService.StartAsync("reader", database, broker, Reads, createTables: false);
        await Eventually.TrueAsync(async () => await CountAsync(broker, "select count(*) from messages where recipient = 'reader'") == 0, Cancellation);
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g"], (await second.NotesAsync()).Order());
        Assert.Equal(3, second.Seen.Texts.Count);
        await first.DisposeAsync();
    }

    [Fact]
    public async Task Those_that_come_while_others_are_handled_are_handled_together_and_one_that_fails_fails_alone()
    {
        var broker = await postgres.CreateDatabaseAsync("broker");
        await using var writer = await WriterAsync(broker);
        var database = await postgres.CreateDatabaseAsync();
        await using var reader = await MessagingService.StartAsync("reader", database, broker, ReadsTogether, settings: [("Messaging:RetryDelays:0", "00:00:00")]);
        await Task.WhenAll(writer.HealthyAsync(), reader.HealthyAsync());
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        reader.Seen.Before = text =>
        {
            if (text != "first")
                return Task.CompletedTask;
            entered.SetResult();
            return leave.Task;
        };
        var failures = 0;
        reader.Seen.Fail = text => text == "moody" && Interlocked.Increment(ref failures) <= 2 ? new InvalidOperationException() : null;
        await writer.WriteAsync(["first"]);
        await entered.Task.WaitAsync(Cancellation);

        var begun = 0;
        using var spans = new ActivityListener { ShouldListenTo = static source => source.Name == "Shop.ServiceDefaults.Messaging", Sample = static (ref _) => ActivitySamplingResult.AllData };
        spans.ActivityStarted = activity => Interlocked.Add(ref begun, activity.OperationName == "process test.note-written.v1" ? 1 : 0);
        ActivitySource.AddActivityListener(spans);
        await writer.WriteAsync(["one", "two", "moody", "three", "four"]);
        await Eventually.TrueAsync(() => begun == 5, Cancellation);
        leave.SetResult();

        await Eventually.TrueAsync(async () => (await reader.NotesAsync()).Count == 6, Cancellation);
        Assert.Equal(["first", "four", "moody", "one", "three", "two"], (await reader.NotesAsync()).Order());
        // The last of them may have come a moment too late. Then one by one, and the moody one once more.
        Assert.Equal(1, reader.Seen.Batches[0]);
        Assert.InRange(reader.Seen.Batches[1], 4, 5);
        Assert.InRange(reader.Seen.Batches.Count, 6, 8);
        await Eventually.TrueAsync(() => writer.Seen.Texts.Count == 6, Cancellation);
    }

    [Fact]
    public async Task A_handler_of_what_the_topology_sends_elsewhere_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => MessagingService.StartAsync("stranger", "Host=x", "Host=x", Reads));
        Assert.Contains("test.note-written.v1", error.Message, StringComparison.Ordinal);
    }

    private async Task<MessagingService> WriterAsync(string broker) =>
        await MessagingService.StartAsync("writer", await postgres.CreateDatabaseAsync(), broker, static handlers => handlers.Handle<NoteRead, ReadHandler>());

    private static async Task<long> CountAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(Cancellation), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task PutAsync(string broker, string name, string body)
    {
        await using var connection = new NpgsqlConnection(broker);
        await connection.OpenAsync(Cancellation);
        await BrokerMessage.PutAsync(connection, "reader", name, Guid.NewGuid(), body, Cancellation);
    }
}
