using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Aspire.Dashboard.Localization;
using Aspire.Dashboard.Model;
using Aspire.Dashboard.Resources;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Shop.Tests.Unit.Dashboard;

public sealed class ResourcePageTests
{
    const string Secret = "correct-horse-battery";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secrets_are_not_in_the_page_until_they_are_asked_for()
    {
        var page = await PageAsync("/resources?resource=web");
        Assert.Contains("ConnectionStrings__catalogdb", page, StringComparison.Ordinal);
        Assert.Contains("Development", page, StringComparison.Ordinal);
        Assert.Contains("••••••••", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_resource_says_of_itself_is_text()
    {
        var page = await PageAsync("/resources?resource=web");
        Assert.Contains("&lt;b&gt;bold&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>bold</b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"javascript:", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.5", "资源")]
    [InlineData("de, en;q=0.5", "Resources")]
    [InlineData("", "Resources")]
    public async Task It_speaks_the_browsers_language(string accepted, string title) =>
        Assert.Contains($"tabindex=\"-1\">{title}</h1>", await PageAsync("/resources", accepted), StringComparison.Ordinal);

    [Theory]
    [InlineData("en", "zh-CN", "en")]
    [InlineData("zh-CN", "en", "zh-CN")]
    [InlineData("nonsense", "zh-Hans-SG", "zh-CN")]
    [InlineData(null, "zhx", "en")]
    public void A_choice_goes_before_the_browsers_language(string? chosen, string preferred, string expected) =>
        Assert.Equal(expected, LanguageChoice.Choose(chosen, [preferred]).Name);

    [Fact]
    public void Both_languages_have_the_same_words_and_places()
    {
        var words = new ResourceManager(typeof(Text));
        Dictionary<string, int> Places(string culture) => words
            .GetResourceSet(CultureInfo.GetCultureInfo(culture), createIfNotExists: true, tryParents: culture == "en")!
            .Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => ((string)e.Value!).Count(c => c == '{'));
        Assert.Equal(Places("en").OrderBy(p => p.Key, StringComparer.Ordinal), Places("zh-CN").OrderBy(p => p.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_change_reaches_its_subscribers_in_their_own_language()
    {
        using var feed = new ResourceFeed(new StillSource { Resources = { Web } }, TimeProvider.System, NullLogger<ResourceFeed>.Instance);
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");
        using var subscription = feed.Subscribe(() =>
        {
            if (feed.Current.ContainsKey("web"))
                heard.TrySetResult(CultureInfo.CurrentUICulture.Name);
        });
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        feed.Start();
        Assert.Equal("zh-CN", await heard.Task.WaitAsync(TimeSpan.FromSeconds(10), Ct));
        feed.Apply(Web with { IsRemoved = true });
        Assert.Empty(feed.Current);
        await feed.StopAsync();
    }

    static ResourceView Web => new()
    {
        Id = "web",
        Name = "web",
        DisplayName = "web",
        Type = "Project",
        State = "Running",
        Message = "<b>bold</b>",
        Urls = [new("bad", "javascript:alert(1)", "click", false)],
        Environment = [new("ASPNETCORE_ENVIRONMENT", "Development", false), new("ConnectionStrings__catalogdb", $"Password={Secret}", true)],
        Properties = [new("Password", Secret, true)],
    };

    static async Task<string> PageAsync(string path, string language = "en")
    {
        await using var server = await DashboardServer.StartAsync(new StillSource { Resources = { Web } });
        using var browser = await server.SignedInAsync();
        if (language.Length > 0)
            browser.DefaultRequestHeaders.Add("Accept-Language", language);
        return Letters(await browser.GetStringAsync(path, Ct));
    }

    // Blazor writes every letter beyond ASCII as an entity; markup must stay encoded, so only those are turned back.
    static string Letters(string html) => Regex.Replace(
        html,
        "&#x([0-9A-F]+);",
        m => Convert.ToInt32(m.Groups[1].Value, 16) is > 127 and var code ? char.ConvertFromUtf32(code) : m.Value);
}
