using System.Net;
using System.Text.RegularExpressions;
using Aspire.Hosting.Testing;
using Xunit;

namespace Shop.Tests.Integration.Identity;

/// <summary>
/// A browser of its own, without script: it has cookies, follows no redirect by itself, and fills in forms as they stand in the page. Each comes
/// from another address, so that limits by address are those of its test alone.
/// </summary>
sealed partial class PlainBrowser : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _client;

    private PlainBrowser(Uri address)
    {
        _client = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = false }) { BaseAddress = address };
        _client.DefaultRequestHeaders.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("PlainBrowser/1.0");
        // As Web's gateway would say it.
        _client.DefaultRequestHeaders.Add("X-Forwarded-For", $"10.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}.{Random.Shared.Next(1, 255)}");
    }

    public static async Task<PlainBrowser> OpenAsync(ShopApplication shop, string resource = "users") => new((await shop.StartedAsync()).GetEndpoint(resource));

    public IEnumerable<Cookie> Cookies => _cookies.GetAllCookies();

    /// <summary>Puts a cookie in that somebody else has got.</summary>
    public void Add(Cookie cookie) => _cookies.Add(cookie);

    public string ClientAddress
    {
        set
        {
            _client.DefaultRequestHeaders.Remove("X-Forwarded-For");
            _client.DefaultRequestHeaders.Add("X-Forwarded-For", value);
        }
    }

    public Task<Page> GetAsync(string path) => SendAsync(new(HttpMethod.Get, path));

    /// <summary>Sends the page's form with what is filled in, and whatever the page itself has put into it.</summary>
    public Task<Page> SubmitAsync(Page page, params (string Name, string Value)[] fields) => SubmitAsync(page, Form().Match(page.Html), fields);

    /// <summary>Of several forms, the one of that name.</summary>
    public Task<Page> SubmitFormAsync(Page page, string name, params (string Name, string Value)[] fields) => SubmitAsync(
        page, Form().Matches(page.Html).FirstOrDefault(form => form.Value.Contains($"name=\"_handler\" value=\"{name}\"", StringComparison.Ordinal)) ?? Match.Empty, fields);

    private Task<Page> SubmitAsync(Page page, Match form, params (string Name, string Value)[] fields)
    {
        Assert.True(form.Success, $"There is no such form at {page.Path}: {page.Status}");
        var values = HiddenInput().Matches(form.Value).Select(static match => Attributes(match.Value)).ToDictionary(
            static attributes => attributes["name"], static attributes => attributes.GetValueOrDefault("value", ""));
        foreach (var (name, value) in fields)
        {
            Assert.True(form.Value.Contains($"name=\"{name}\"", StringComparison.Ordinal), $"The form at {page.Path} has no field {name}.");
            values[name] = value;
        }
        var action = Attributes(form.Value[..form.Value.IndexOf('>', StringComparison.Ordinal)]).GetValueOrDefault("action");
        return SendAsync(new(HttpMethod.Post, string.IsNullOrEmpty(action) ? page.Path : action) { Content = new FormUrlEncodedContent(values) });
    }

    public Task<Page> PostAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(static field => KeyValuePair.Create(field.Name, field.Value))) });

    /// <summary>Goes on as long as redirects stay within the site.</summary>
    public async Task<Page> FollowAsync(Page page)
    {
        for (var i = 0; i < 10 && page.Location is { } location; i++)
        {
            if (location.StartsWith('/'))
                page = await GetAsync(location);
            else if (location.StartsWith("http", StringComparison.Ordinal))
                page = await GetAsync(new Uri(location).PathAndQuery);
            else
                return page;
        }
        return page;
    }

    /// <summary>Signs in at the provider.</summary>
    public async Task<Page> SignInAsync(RegisteredUser user, string? returnUrl = null, bool stay = false)
    {
        var page = await GetAsync("/account/sign-in" + (returnUrl is null ? "" : $"?returnUrl={Uri.EscapeDataString(returnUrl)}"));
        (string, string)[] fields = [("Input.Email", user.Email), ("Input.Password", user.Password)];
        return await SubmitAsync(page, stay ? [.. fields, ("Input.Stay", "True")] : fields);
    }

    public void Dispose() => _client.Dispose();

    private async Task<Page> SendAsync(HttpRequestMessage request)
    {
        var path = request.RequestUri!.ToString();
        using (request)
        {
            using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            return new(path, response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers.Location?.OriginalString, response.Headers.RetryAfter?.Delta);
        }
    }

    private static Dictionary<string, string> Attributes(string tag) =>
        Attribute().Matches(tag).ToDictionary(static match => match.Groups[1].Value, static match => WebUtility.HtmlDecode(match.Groups[2].Value));

    [GeneratedRegex("<form\\b(?=[^>]*method=\"post\")(?![^>]*action=\"/(?:language|theme)).*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input\\b[^>]*type=\"hidden\"[^>]*>")]
    private static partial Regex HiddenInput();

    [GeneratedRegex("([a-zA-Z-]+)=\"([^\"]*)\"")]
    private static partial Regex Attribute();
}

sealed record Page(string Path, HttpStatusCode Status, string Html, string? Location, TimeSpan? RetryAfter)
{
    public string Text => WebUtility.HtmlDecode(Html);

    /// <summary>Where it leads, within the site.</summary>
    public string? Next => Location is null ? null : Uri.TryCreate(Location, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address.PathAndQuery : Location;
}
