using System.Net.Http.Json;
using Xunit;

namespace Shop.Tests.Integration.Identity;

sealed record ReceivedMail(Guid Id, string To, string Subject, string Text, string Html, IReadOnlyList<string> Links)
{
    /// <summary>The path and query of its one link.</summary>
    public string Link => new Uri(Assert.Single(Links)).PathAndQuery;
}

/// <summary>Reads the mailbox of Development, as a person would who has all of them.</summary>
static class MailboxReader
{
    /// <summary>What has come to an address, the newest first. A mail is there as soon as the answer is that tells of it.</summary>
    public static async Task<IReadOnlyList<ReceivedMail>> MailsAsync(this ShopApplication shop, string to)
    {
        using var users = await shop.ClientAsync("users");
        return (await users.GetFromJsonAsync<List<ReceivedMail>>($"/dev/mail.json?to={Uri.EscapeDataString(to)}", TestContext.Current.CancellationToken))!;
    }

    /// <summary>The newest mail with that subject.</summary>
    public static async Task<ReceivedMail> MailAsync(this ShopApplication shop, string to, string subject)
    {
        var mails = await shop.MailsAsync(to);
        var mail = mails.FirstOrDefault(mail => mail.Subject == subject);
        Assert.True(mail is not null, $"No '{subject}' among the mails to {to}: {string.Join(", ", mails.Select(static m => m.Subject))}");
        return mail;
    }
}
