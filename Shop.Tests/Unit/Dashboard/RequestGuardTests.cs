using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Shop.Tests.Unit.Dashboard;

public sealed partial class RequestGuardTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost.evil.example", HttpStatusCode.BadRequest)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    public async Task Only_names_of_this_machine_are_served(string host, HttpStatusCode expected)
    {
        await using var server = await DashboardServer.StartAsync();
        using var browser = server.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/login") { Headers = { Host = $"{host}:{server.Address.Port}" } };
        using var answer = await browser.SendAsync(request, Ct);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("http://localhost:5100")]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    public async Task Another_site_can_not_use_the_session(string origin)
    {
        await using var server = await DashboardServer.StartAsync();
        using var browser = await server.SignedInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1") { Headers = { { "Origin", origin } } };
        using var answer = await browser.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task The_page_itself_may_open_its_circuit()
    {
        await using var server = await DashboardServer.StartAsync();
        using var browser = await server.SignedInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1")
        {
            Headers = { { "Origin", server.Address.GetLeftPart(UriPartial.Authority) } },
        };
        using var answer = await browser.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Pages_are_confined()
    {
        await using var server = await DashboardServer.StartAsync();
        using var browser = await server.SignedInAsync();
        using var answer = await browser.GetAsync("/", Ct);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Every_script_and_style_sheet_of_the_page_is_there()
    {
        await using var server = await DashboardServer.StartAsync();
        using var browser = await server.SignedInAsync();
        var page = await browser.GetStringAsync("/", Ct);
        var assets = Assets().Matches(page).Select(m => m.Groups[1].Value).ToArray();
        Assert.Contains(assets, a => a.StartsWith("/assets/blazor.web.", StringComparison.Ordinal));
        foreach (var asset in assets)
        {
            using var answer = await browser.GetAsync(asset, Ct);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("(?:src|href)=\"(/assets/[^\"]+)\"")]
    private static partial Regex Assets();
}
