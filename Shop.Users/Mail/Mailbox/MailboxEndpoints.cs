using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Users.Data;

namespace Shop.Users.Mail.Mailbox;

/// <summary>
/// In Development every mail of the shop, for whoever wants to read it: <c>/dev/mail.json</c> for tests, and a mail as mail programs show it. The
/// page <c>/dev/mail</c> is <see cref="MailboxPage"/>. Elsewhere there are no such addresses.
/// </summary>
static class MailboxEndpoints
{
    public static void MapMailbox(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
            return;
        var mailbox = app.MapGroup("/dev").AllowAnonymous().ExcludeFromDescription();
        mailbox.MapGet("/mail.json", async (UsersContext db, string? to, CancellationToken cancellationToken) =>
            TypedResults.Ok((await Mailbox.ReadAsync(db, to, cancellationToken)).ConvertAll(MailboxEntry.From)));
        mailbox.MapGet("/mail/{id:guid}", async Task<Results<ContentHttpResult, NotFound>> (Guid id, UsersContext db, HttpContext http, CancellationToken cancellationToken) =>
        {
            if (await db.OutgoingMails.AsNoTracking().FirstOrDefaultAsync(mail => mail.Id == id, cancellationToken) is not { } mail)
                return TypedResults.NotFound();
            // A mail brings its own styles; nothing else of it is let in.
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
            http.Response.Headers.CacheControl = "no-store";
            return TypedResults.Content(mail.Html, "text/html; charset=utf-8");
        });
    }
}

static class Mailbox
{
    const int Most = 50;

    /// <summary>The newest first; only those to one address, where it is named.</summary>
    public static Task<List<OutgoingMail>> ReadAsync(UsersContext db, string? to, CancellationToken cancellationToken) =>
        db.OutgoingMails.AsNoTracking()
            .Where(mail => string.IsNullOrEmpty(to) || mail.To == to)
            .OrderByDescending(mail => mail.CreatedAt).ThenByDescending(mail => mail.Id)
            .Take(Most).ToListAsync(cancellationToken);
}

/// <summary>A mail as a test reads it.</summary>
sealed record MailboxEntry(
    Guid Id, string To, string Subject, string Text, string Html, IReadOnlyList<string> Links, DateTimeOffset CreatedAt, DateTimeOffset? SentAt, int Attempts, string? LastError)
{
    public static MailboxEntry From(OutgoingMail mail) => new(
        mail.Id, mail.To, mail.Subject, mail.Text, mail.Html, [.. MailLinks.Split(mail.Text).Where(part => part.IsLink).Select(part => part.Text)],
        mail.CreatedAt, mail.SentAt, mail.Attempts, mail.LastError);
}
