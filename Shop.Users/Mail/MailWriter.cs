using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Shop.ServiceDefaults.Auth;
using Shop.Users.Data;

namespace Shop.Users.Mail;

/// <summary>Writes a letter as text and as HTML, and puts it in the queue.</summary>
sealed class MailWriter(IServiceProvider services, ILoggerFactory loggers, IConfiguration configuration, TimeProvider time)
{
    /// <summary>Added to the context: it is saved with whatever else is, or not at all. <see cref="MailSignal.Set"/> then hurries it.</summary>
    public async Task AddAsync(UsersContext db, Letter letter) => db.OutgoingMails.Add(await WriteAsync(letter));

    public async Task<OutgoingMail> WriteAsync(Letter letter)
    {
        var content = Content(letter);
        var now = time.GetUtcNow();
        return new()
        {
            UserId = letter.UserId,
            To = letter.To,
            Subject = content.Subject,
            Text = PlainText(content),
            Html = await HtmlAsync(content),
            CreatedAt = now,
            NextAttemptAt = now,
        };
    }

    MailContent Content(Letter letter)
    {
        var text = new MailText(letter.Language);
        var (kind, values) = (letter.Kind, letter.Values);
        var home = Issuer.Read(configuration);
        return new()
        {
            Language = letter.Language,
            Subject = text[$"{kind}.Subject", values]!,
            Greeting = letter.Name is { } name ? text["Greeting", name]! : text["GreetingNobody"]!,
            Paragraphs = text[$"{kind}.Text", values]!.Split("\n\n"),
            Rows = letter.Rows,
            Action = letter.Link is { } link && text[$"{kind}.Action", values] is { } label ? new(label, new(home, link)) : null,
            Note = text[$"{kind}.Note", values],
            Closing = text[letter.Closing, home.Authority]!,
            LinkHint = text["LinkHint"]!,
            Home = home,
        };
    }

    static string PlainText(MailContent content)
    {
        var text = new StringBuilder().Append(content.Greeting).Append("\n\n").AppendJoin("\n\n", content.Paragraphs).Append("\n\n");
        foreach (var row in content.Rows)
            text.Append(row.Label).Append(": ").Append(row.Value).Append('\n');
        if (content.Rows.Count > 0)
            text.Append('\n');
        if (content.Action is { } action)
            text.Append(action.Label).Append(":\n").Append(action.Address.AbsoluteUri).Append("\n\n");
        if (content.Note is { } note)
            text.Append(note).Append("\n\n");
        return text.Append("-- \n").Append(content.Closing).Append('\n').ToString();
    }

    async Task<string> HtmlAsync(MailContent content)
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var html = await renderer.RenderComponentAsync<MailHtml>(ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(MailHtml.Content)] = content }));
            return html.ToHtmlString();
        });
    }
}

/// <summary>A letter's parts in its reader's language.</summary>
public sealed record MailContent
{
    public required string Language { get; init; }

    public required string Subject { get; init; }

    public required string Greeting { get; init; }

    public required IReadOnlyList<string> Paragraphs { get; init; }

    public required IReadOnlyList<MailRow> Rows { get; init; }

    public MailAction? Action { get; init; }

    public string? Note { get; init; }

    public required string Closing { get; init; }

    public required string LinkHint { get; init; }

    public required Uri Home { get; init; }
}

public sealed record MailAction(string Label, Uri Address);
