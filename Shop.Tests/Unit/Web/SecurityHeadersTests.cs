using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Shop.Web.Security;
using Xunit;

namespace Shop.Tests.Unit.Web;

public class SecurityHeadersTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_answer_says_what_the_browser_may_do()
    {
        await using var app = await RunningApp.StartAsync(app => app.UseSecurityHeaders());

        var headers = (await app.Http.GetAsync("/nothing", Cancel)).Headers;

        string Header(string name) => Assert.Single(headers.GetValues(name));
        var policy = Header("Content-Security-Policy").Split(';', StringSplitOptions.TrimEntries);
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("form-action 'self'", policy);
        Assert.Contains("base-uri 'none'", policy);
        // No source but the shop itself, and nothing inline.
        Assert.All(policy, directive => Assert.Matches("^[a-z-]+ '(none|self)'$", directive));
        Assert.Contains("script-src 'self'", policy);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("strict-origin-when-cross-origin", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_with_a_policy_of_its_own_keeps_it()
    {
        await using var app = await RunningApp.StartAsync(app => app.UseSecurityHeaders().Use((HttpContext http, RequestDelegate _) =>
        {
            http.Response.Headers.ContentSecurityPolicy = "sandbox";
            return Task.CompletedTask;
        }));

        var answer = await app.Http.GetAsync("/", Cancel);

        Assert.Equal("sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
    }
}
