using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Localization;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults;

public class LanguageTests
{
    [Theory]
    [InlineData("en", "en")]
    [InlineData("en-GB", "en")]
    [InlineData("ZH", "zh-CN")]
    [InlineData("zh-Hans-CN", "zh-CN")]
    [InlineData("zh-TW", "zh-CN")]
    [InlineData("de", null)]
    [InlineData("enx", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_tag_becomes_a_language_of_ours(string? tag, string? language) => Assert.Equal(language, Language.FromTag(tag));

    [Theory]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN")]
    [InlineData("de-DE,de;q=0.9,en;q=0.5,zh;q=0.4", "en")]
    [InlineData("en;q=0.2,zh;q=0.7", "zh-CN")]
    [InlineData("zh;q=0,en;q=0.1", "en")]
    [InlineData("de,fr", null)]
    [InlineData("", null)]
    public void The_browser_asks_in_its_order(string accept, string? language) => Assert.Equal(language, Language.OfPage(Request(accept)));

    [Fact]
    public void The_cookie_wins_over_the_browser_and_the_address_over_both()
    {
        Assert.Equal("en", Language.OfPage(Request("zh-CN", cookie: "en")));
        Assert.Equal("zh-CN", Language.OfPage(Request("en", cookie: "en", query: "?lang=zh-CN")));
    }

    [Fact]
    public void The_profile_of_who_is_signed_in_wins_over_the_browser_and_a_choice_on_the_device_over_the_profile()
    {
        Assert.Equal("zh-CN", Language.OfPage(Request("en", profile: "zh-CN")));
        Assert.Equal("en", Language.OfPage(Request("zh-CN", cookie: "en", profile: "zh-CN")));
        Assert.Equal("en", Language.Accepted(Request("en", profile: "zh-CN")));
    }

    [Fact]
    public void A_cookie_or_an_address_that_names_no_language_is_as_none()
    {
        Assert.Equal("zh-CN", Language.OfPage(Request("zh-CN", cookie: "klingon")));
        Assert.Equal("zh-CN", Language.OfPage(Request("zh-CN", query: "?lang=")));
    }

    static HttpRequest Request(string accept, string? cookie = null, string query = "", string? profile = null)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.AcceptLanguage = accept;
        request.QueryString = new(query);
        if (cookie is not null)
            request.Headers.Cookie = $"{Language.Cookie}={cookie}";
        if (profile is not null)
            request.HttpContext.User = new(new ClaimsIdentity([new Claim(ClaimNames.Locale, profile)], "test"));
        return request;
    }
}
