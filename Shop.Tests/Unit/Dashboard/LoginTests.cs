using System.Net;
using System.Text.RegularExpressions;
using Aspire.Dashboard.Security;
using Xunit;

namespace Shop.Tests.Unit.Dashboard;

public sealed partial class LoginTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/console/catalog")]
    [InlineData("/api/console-logs")]
    [InlineData("/_blazor/negotiate")]
    [InlineData("/not-there")]
    public async Task Nothing_is_shown_without_a_session(string path)
    {
        await using var server = await DashboardServer.StartAsync();
        using var browser = server.Browser();
        using var answer = await browser.GetAsync(path, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Sign in first.", await answer.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task A_page_leads_to_the_login_page_and_remembers_where_one_wanted_to_go()
    {
        await using var server = await DashboardServer.StartAsync();
        using var browser = server.Browser();
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
        using var answer = await browser.GetAsync("/console/web?q=fail", Ct);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/login?returnUrl=%2Fconsole%2Fweb%3Fq%3Dfail", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_link_signs_in_with_a_strict_cookie_that_scripts_can_not_read()
    {
        await using var server = await DashboardServer.StartAsync();
        using var browser = server.Browser();
        using var answer = await browser.GetAsync(new Uri(server.Application.LoginUrl).PathAndQuery, Ct);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith($"dashboard-session-{server.Address.Port}=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(DashboardServer.Token, cookie, StringComparison.Ordinal);
        using var page = await browser.GetAsync("/", Ct);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task A_wrong_token_gets_no_cookie()
    {
        await using var server = await DashboardServer.StartAsync();
        using var browser = server.Browser();
        using var answer = await browser.GetAsync($"/login?t={DashboardServer.Token[..^1]}", Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain(
            answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [],
            c => c.StartsWith("dashboard-session", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_form_takes_the_whole_link_and_wants_its_antiforgery_token()
    {
        await using var server = await DashboardServer.StartAsync();
        using var browser = server.Browser();
        var page = await browser.GetStringAsync("/login", Ct);
        var form = new Dictionary<string, string> { ["token"] = server.Application.LoginUrl, ["returnUrl"] = "/console" };
        using var forged = await browser.PostAsync("/login", new FormUrlEncodedContent(form), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);

        form["__RequestVerificationToken"] = AntiforgeryToken().Match(page).Groups[1].Value;
        using var answer = await browser.PostAsync("/login", new FormUrlEncodedContent(form), Ct);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/console", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Guessing_is_stopped_even_when_the_next_guess_is_right()
    {
        await using var server = await DashboardServer.StartAsync();
        using var browser = server.Browser();
        for (var i = 0; i < LoginLimiter.Limit; i++)
        {
            using var wrong = await browser.GetAsync($"/login?t=guess{i}", Ct);
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var answer = await browser.GetAsync($"/login?t={DashboardServer.Token}", Ct);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), LoginLimiter.Window);
    }

    [Theory]
    [InlineData("/console?q=a", "/console?q=a")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/a\r\nSet-Cookie: b", "/")]
    [InlineData(null, "/")]
    public void The_way_back_stays_on_this_site(string? asked, string expected) => Assert.Equal(expected, LoginEndpoints.Local(asked));

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryToken();
}
