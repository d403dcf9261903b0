using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rebus.Handlers;
using Shop.ServiceDefaults.Data;
using Shop.ServiceDefaults.Messaging;
using Shop.Tests.Unit.ServiceDefaults;
using Xunit;

namespace Shop.Tests.Unit.Messaging;

/// <summary>What a service that publishes or handles notes is made of: the defaults, a context with outbox and inbox, messaging.</summary>
sealed class MessagingService : IAsyncDisposable
{
    private MessagingService(WebApplication app) => App = app;

    public WebApplication App { get; }

    public static async Task<MessagingService> StartAsync(
        string queue, string database, string broker, Action<MessageHandlers>? handle = null, bool createTables = true, Action<WebApplicationBuilder>? configure = null, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production", ApplicationName = "Shop.Tests" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([
            new("ConnectionStrings:notesdb", database),
            new("ConnectionStrings:messagingdb", broker),
            // Nobody in the topology of the shop reads notes.
            new("Messaging:Subscribers:test.note-written.v1:0", "reader"),
            new("Messaging:Subscribers:test.note-read.v1:0", "writer"),
            .. settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))]);
        builder.AddServiceDefaults();
        builder.AddNpgsqlDbContext<NotesContext>("notesdb");
        builder.AddMessaging<NotesContext>(queue, handle);
        builder.Services.AddSingleton<Seen>();
        configure?.Invoke(builder);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        var service = new MessagingService(app);
        if (createTables)
            await service.CreateTablesAsync();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    public Seen Seen => App.Services.GetRequiredService<Seen>();

    public ErrorQueue Errors => App.Services.GetRequiredService<ErrorQueue>();

    public async Task<HealthStatus> HealthAsync()
    {
        var report = await App.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(static check => check.Name == "messaging", TestContext.Current.CancellationToken);
        return report.Status;
    }

    public Task HealthyAsync() => Until.IsAsync(HealthAsync, static status => status == HealthStatus.Healthy);

    /// <summary>Writes notes and says so, in one transaction; or takes it all back.</summary>
    public async Task WriteAsync(IEnumerable<string> texts, bool commit = true)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<NotesContext>();
        await context.Database.CreateExecutionStrategy().ExecuteAsync(async cancel =>
        {
            context.ChangeTracker.Clear();
            await using var transaction = await context.Database.BeginTransactionAsync(cancel);
            foreach (var text in texts)
            {
                context.Add(new Note { Id = Guid.NewGuid(), Text = text });
                context.Publish(new NoteWritten(text, "not read by anyone"), DateTimeOffset.UtcNow);
            }
            await context.SaveChangesAsync(cancel);
            if (commit)
                await transaction.CommitAsync(cancel);
        }, TestContext.Current.CancellationToken);
    }

    public async Task<List<string>> NotesAsync()
    {
        await using var scope = App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<NotesContext>().Notes.Select(static note => note.Text).ToListAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync(TestContext.Current.CancellationToken);
        await App.DisposeAsync();
    }

    private async Task CreateTablesAsync()
    {
        await using var scope = App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<NotesContext>().Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
    }
}

sealed class NotesContext(DbContextOptions<NotesContext> options) : DbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Note>().ToTable("notes");
        modelBuilder.AddMessaging();
        SnakeCase.Apply(modelBuilder.Model);
    }
}

sealed class Note
{
    public Guid Id { get; init; }

    public required string Text { get; init; }
}

/// <summary>What handlers have seen, deliveries that were rolled back included, and what they are told to do.</summary>
sealed class Seen
{
    private readonly List<string> _texts = [];
    private readonly List<int> _batches = [];

    public Func<string, Exception?> Fail { get; set; } = static _ => null;

    public Func<string, Task> Before { get; set; } = static _ => Task.CompletedTask;

    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_texts)
                return [.. _texts];
        }
    }

    /// <summary>How many messages were handed over together.</summary>
    public IReadOnlyList<int> Batches
    {
        get
        {
            lock (_texts)
                return [.. _batches];
        }
    }

    public void Add(int messages)
    {
        lock (_texts)
            _batches.Add(messages);
    }

    public void Add(string text)
    {
        lock (_texts)
            _texts.Add(text);
    }
}

/// <summary>As the writer declares it.</summary>
[Message("test.note-written.v1")]
sealed record NoteWritten(string Text, string Aside);

/// <summary>As the reader does: another type, with what it needs.</summary>
[Message("test.note-written.v1")]
sealed record WrittenNote(string Text);

[Message("test.note-read.v1")]
sealed record NoteRead(string Text);

sealed class NoteHandler(NotesContext context, Seen seen) : IHandleMessages<WrittenNote>
{
    public async Task Handle(WrittenNote message)
    {
        await seen.Before(message.Text);
        seen.Add(message.Text);
        context.Add(new Note { Id = Guid.NewGuid(), Text = message.Text });
        context.Publish(new NoteRead(message.Text), DateTimeOffset.UtcNow);
        if (seen.Fail(message.Text) is { } failure)
            throw failure;
    }
}

/// <summary>The same, of many at once.</summary>
sealed class NotesHandler(NotesContext context, Seen seen) : IHandleBatches<WrittenNote>
{
    public Task HandleAsync(IReadOnlyList<Gathered<WrittenNote>> messages)
    {
        seen.Add(messages.Count);
        return messages.ForEachAsync(new NoteHandler(context, seen).Handle);
    }
}

sealed class ReadHandler(Seen seen) : IHandleMessages<NoteRead>
{
    public Task Handle(NoteRead message)
    {
        seen.Add(message.Text);
        return Task.CompletedTask;
    }
}
