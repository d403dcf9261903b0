using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using Shop.ServiceDefaults.Auth;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults.Auth;

public sealed class TokenAuthenticationTests
{
    [Fact]
    public async Task A_persons_token_is_taken_and_says_who_calls()
    {
        await using var provider = await new TokenProvider().StartAsync();
        await using var service = await StartAsync(provider);
        var id = Guid.CreateVersion7();
        var token = provider.Token(t => (t.Claims[ClaimNames.Subject], t.Claims[ClaimNames.Session]) = (id.ToString(), Guid.CreateVersion7().ToString()));

        var (response, body) = await GetAsync(service, "/api/me", token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"\"{id}\"", body);
    }

    [Fact]
    public async Task The_roles_and_the_kind_of_caller_decide()
    {
        await using var provider = await new TokenProvider().StartAsync();
        await using var service = await StartAsync(provider);
        var (customer, staff, admin, machine) = (provider.PersonToken(Roles.Customer), provider.PersonToken(Roles.Customer, Roles.Staff), provider.PersonToken(Roles.Admin), provider.MachineToken());

        Assert.Equal((HttpStatusCode)200, await StatusAsync(service, "/api/me", customer));
        Assert.Equal((HttpStatusCode)403, await StatusAsync(service, "/api/staff", customer));
        Assert.Equal((HttpStatusCode)200, await StatusAsync(service, "/api/staff", staff));
        Assert.Equal((HttpStatusCode)403, await StatusAsync(service, "/api/admin", staff));
        Assert.Equal((HttpStatusCode)200, await StatusAsync(service, "/api/admin", admin));
        Assert.Equal((HttpStatusCode)200, await StatusAsync(service, "/api/caller", machine));
        Assert.Equal((HttpStatusCode)403, await StatusAsync(service, "/api/me", machine));
    }

    [Fact]
    public async Task A_token_without_the_services_scope_is_not_enough()
    {
        await using var provider = await new TokenProvider().StartAsync();
        await using var service = await StartAsync(provider);

        var (response, _) = await GetAsync(service, "/api/caller", provider.Token(t => t.Claims[ClaimNames.Scope] = "openid catalogue orders"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("Bearer error=\"insufficient_scope\", scope=\"catalog\"", response.Headers.WwwAuthenticate.ToString());
    }

    public static TheoryData<string> Forgeries => [.. s_forgeries.Keys];

    private static readonly Dictionary<string, Func<TokenProvider, string>> s_forgeries = new()
    {
        ["another issuer"] = p => p.Token(t => t.Issuer = "https://evil.example/"),
        ["the issuer without its slash"] = p => p.Token(t => t.Issuer = "https://shop.example"),
        ["another audience"] = p => p.Token(t => t.Audience = Scopes.Orders),
        ["no audience"] = p => p.Token(t => t.Audience = null),
        ["expired"] = p => p.Token(t => (t.NotBefore, t.IssuedAt, t.Expires) = (DateTime.UtcNow.AddMinutes(-10), DateTime.UtcNow.AddMinutes(-10), DateTime.UtcNow.AddMinutes(-1))),
        ["not valid yet"] = p => p.Token(t => t.NotBefore = DateTime.UtcNow.AddMinutes(2)),
        ["without an end"] = p => p.Token(t => t.Expires = null),
        ["an id token"] = p => p.Token(t => t.TokenType = "JWT"),
        ["another key"] = p => p.Token(t => t.SigningCredentials = new(TokenProvider.NewKey(), SecurityAlgorithms.RsaSha256)),
        ["another key that names ours"] = p => p.Token(t => t.SigningCredentials = new(new RsaSecurityKey(TokenProvider.NewKey().Rsa) { KeyId = p.Key.KeyId }, SecurityAlgorithms.RsaSha256)),
        ["our key, another algorithm"] = p => p.Token(t => t.SigningCredentials = new(p.Key, SecurityAlgorithms.RsaSsaPssSha256)),
        ["the public key as a shared secret"] = p => p.Token(t => t.SigningCredentials = new(
            new SymmetricSecurityKey(Encoding.ASCII.GetBytes(p.Key.Rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = p.Key.KeyId }, SecurityAlgorithms.HmacSha256)),
        ["no algorithm"] = p => $"{Base64UrlEncoder.Encode($$"""{"alg":"none","typ":"at+jwt","kid":"{{p.Key.KeyId}}"}""")}.{p.Token().Split('.')[1]}.",
        ["no signature"] = p => $"{p.Token()[..(p.Token().LastIndexOf('.') + 1)]}",
        ["changed afterwards"] = p =>
        {
            var parts = p.PersonToken().Split('.');
            parts[1] = Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("catalog\"", "catalog\",\"role\":\"admin\"", StringComparison.Ordinal));
            return string.Join('.', parts);
        },
        ["no token at all"] = _ => "swordfish",
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_token_that_is_not_ours_is_refused(string forgery)
    {
        await using var provider = await new TokenProvider().StartAsync();
        await using var service = await StartAsync(provider);

        var (response, body) = await GetAsync(service, "/api/caller", s_forgeries[forgery](provider));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
        Assert.DoesNotContain("Exception", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_brings_no_token_is_asked_for_one()
    {
        await using var provider = new TokenProvider();
        await using var service = await StartAsync(provider);

        var (response, _) = await GetAsync(service, "/api/caller", token: null);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task An_endpoint_that_says_nothing_is_for_nobody_and_what_is_not_there_is_not_found()
    {
        await using var provider = await new TokenProvider().StartAsync();
        await using var service = await StartAsync(provider);
        var token = provider.PersonToken(Roles.Admin);

        Assert.Equal((HttpStatusCode)401, await StatusAsync(service, "/api/forgotten", token: null));
        Assert.Equal((HttpStatusCode)403, await StatusAsync(service, "/api/forgotten", token));
        Assert.Equal((HttpStatusCode)200, await StatusAsync(service, "/api/open", token: null));
        Assert.Equal((HttpStatusCode)404, await StatusAsync(service, "/api/nothing", token: null));
        Assert.Equal((HttpStatusCode)405, (await service.SendAsync(HttpMethod.Delete, "/api/open")).Status);
        Assert.Equal((HttpStatusCode)200, await StatusAsync(service, "/health", token: null));
        Assert.Equal((HttpStatusCode)200, await StatusAsync(service, "/alive", token: null));
    }

    [Fact]
    public async Task While_the_keys_cannot_be_read_it_is_nobodys_fault()
    {
        await using var provider = new TokenProvider();
        await using var service = await StartAsync(provider);
        var token = provider.PersonToken();

        var (away, _) = await GetAsync(service, "/api/me", token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.Equal("application/problem+json", away.Content.Headers.ContentType?.MediaType);
        Assert.NotNull(away.Headers.RetryAfter);
        Assert.Equal((HttpStatusCode)200, await StatusAsync(service, "/api/open", token));

        await provider.StartAsync();
        await Eventually.TrueAsync(async () => await StatusAsync(service, "/api/me", token) == HttpStatusCode.OK, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_keys_are_read_once_and_kept_while_the_provider_is_away()
    {
        await using var provider = await new TokenProvider().StartAsync();
        await using var service = await StartAsync(provider);
        var token = provider.PersonToken();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StatusAsync(service, "/api/me", token)));
        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(1, provider.Readings);

        await provider.StopAsync();
        Assert.Equal((HttpStatusCode)200, await StatusAsync(service, "/api/me", token));
    }

    [Fact]
    public async Task An_unknown_key_is_looked_for_at_once_but_not_at_every_request()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var provider = await new TokenProvider().StartAsync();
        await using var service = await StartAsync(provider, clock);
        var old = provider.PersonToken();
        Assert.Equal((HttpStatusCode)200, await StatusAsync(service, "/api/me", old));

        provider.Rotate();
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal((HttpStatusCode)200, await StatusAsync(service, "/api/me", provider.PersonToken()));
        Assert.Equal((HttpStatusCode)200, await StatusAsync(service, "/api/me", old));
        Assert.Equal(2, provider.Readings);

        for (var i = 0; i < 10; i++)
            Assert.Equal((HttpStatusCode)401, await StatusAsync(service, "/api/me", s_forgeries["another key"](provider)));
        Assert.Equal(2, provider.Readings);
    }

    [Fact]
    public async Task A_service_without_an_issuer_does_not_start()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => RunningService.StartAsync(configure: static builder => builder.AddTokenAuthentication(Scopes.Catalog)));
        Assert.Contains("Identity:Issuer", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_says_who_may_call_what()
    {
        await using var provider = new TokenProvider();
        await using var service = await StartAsync(provider, environment: "Development");

        var document = (await service.GetAsync("/openapi/v1.json")).Json;

        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("Bearer").GetProperty("scheme").GetString());
        var paths = document.GetProperty("paths");
        Assert.Equal("admin", paths.GetProperty("/api/admin").GetProperty("get").GetProperty("security")[0].GetProperty("Bearer")[0].GetString());
        Assert.True(paths.GetProperty("/api/admin").GetProperty("get").GetProperty("responses").TryGetProperty("403", out _));
        Assert.False(paths.GetProperty("/api/open").GetProperty("get").TryGetProperty("security", out _));
    }

    private static Task<RunningService> StartAsync(TokenProvider provider, TimeProvider? clock = null, string environment = "Production") => RunningService.StartAsync(
        app =>
        {
            app.MapGet("/api/caller", () => "here").RequireAuthorization(Policies.Caller);
            app.MapGet("/api/me", (ClaimsPrincipal caller) => caller.UserId()).RequireAuthorization(Policies.Person);
            app.MapGet("/api/staff", () => "here").RequireAuthorization(Policies.Staff);
            app.MapGet("/api/admin", () => "here").RequireAuthorization(Policies.Admin);
            app.MapGet("/api/open", () => "here").AllowAnonymous();
            app.MapGet("/api/forgotten", () => "here");
        },
        builder =>
        {
            if (clock is not null)
                builder.Services.Add(new(typeof(TimeProvider), clock));
            builder.AddTokenAuthentication(Scopes.Catalog);
        },
        environment: environment,
        settings: provider.Settings);

    private static async Task<HttpStatusCode> StatusAsync(RunningService service, string path, string? token) => (await GetAsync(service, path, token)).Response.StatusCode;

    private static async Task<(HttpResponseMessage Response, string Body)> GetAsync(RunningService service, string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
