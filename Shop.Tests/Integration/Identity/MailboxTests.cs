using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.ServiceDefaults.Pages;
using Shop.Users.Data;
using Shop.Users.Mail.Mailbox;
using Shop.Users.Pages;
using Xunit;

namespace Shop.Tests.Integration.Identity;

public sealed class MailboxTests(ShopApplication shop)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_mail_is_there_the_newest_first_with_its_links()
    {
        var user = await RegisteredUser.CreateAsync(shop);
        using var browser = await PlainBrowser.OpenAsync(shop, "web");
        for (var i = 0; i < 2; i++)
            await browser.SubmitAsync(await browser.GetAsync("/account/forgot-password"), ("Input.Email", user.Email));

        var mails = await shop.MailsAsync(user.Email);
        Assert.Equal(2, mails.Count);
        Assert.Equal(mails.OrderByDescending(static mail => mail.Id), mails);

        var page = await browser.GetAsync($"/dev/mail?to={user.Email}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var positions = mails.Select(mail => page.Text.IndexOf($"<a href=\"{Assert.Single(mail.Links)}\">", StringComparison.Ordinal)).ToArray();
        Assert.All(positions, static position => Assert.True(position > 0));
        Assert.Equal(positions.Order(), positions);

        var html = await browser.GetAsync($"/dev/mail/{mails[0].Id}");
        Assert.Equal(mails[0].Html, html.Html);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/dev/mail/{Guid.NewGuid()}")).Status);
    }

    /// <summary>The same pages and endpoints in a process that is not one of Development, where the mailbox would give away every account.</summary>
    [Theory]
    [InlineData("/dev/mail")]
    [InlineData("/dev/mail?to=ada@example.com")]
    [InlineData("/dev/mail.json")]
    [InlineData("/dev/mail/01a21092-8dad-750d-8ab4-83ecbb136bec")]
    public async Task Outside_Development_there_is_none(string path)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ApplicationName = "Shop.Users" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration["Identity:Issuer"] = "http://shop.example";
        builder.Services.AddDbContext<UsersContext>(static options => options.UseNpgsql("Host=nowhere"));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddAuthentication();
        builder.Services.AddAuthorization();
        builder.Services.AddPages();
        await using var app = builder.Build();
        app.UseRequestLocalization();
        app.UseFormTokens();
        app.MapMailbox();
        app.MapPages();
        await app.StartAsync(Cancellation);

        using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };
        using var answer = await client.GetAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("mailbox", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.OrdinalIgnoreCase);
    }
}
