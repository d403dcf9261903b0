using Shop.Users.Profile;
using Shop.Users.Validation;
using Xunit;

namespace Shop.Tests.Unit.Users;

public class ProfileRulesTests
{
    static readonly DateOnly Today = new(2026, 11, 25);

    [Fact]
    public void A_profile_is_kept_in_one_form()
    {
        var (profile, errors) = Check(new() { DisplayName = " Ada ", Phone = "(415) 555-2671", Birthday = " 1990-07-20 ", Language = "EN" });

        Assert.Empty(errors);
        Assert.Equal(new("Ada", "+14155552671", new(1990, 7, 20), "en"), profile);
    }

    [Fact]
    public void What_is_left_out_is_taken_away() =>
        Assert.Equal(new("Ada", null, null, "zh-CN"), Check(new() { DisplayName = "Ada", Phone = "", Birthday = " ", Language = "zh-CN" }).Profile);

    [Theory]
    [InlineData("zh-CN", "13800138000", "+8613800138000")]
    [InlineData("en", "4155552671", "+14155552671")]
    [InlineData("en", "+8613800138000", "+8613800138000")]
    [InlineData("zh-CN", "+44 20 7946 0958", "+442079460958")]
    [InlineData("en", "13800138000", null)]
    [InlineData("en", "110", null)]
    [InlineData("en", "+86", null)]
    [InlineData("en", "+1 900 555 0100", null)]
    [InlineData("en", "415 555 2671 ext. 5", null)]
    public void A_number_without_a_country_is_of_the_languages(string language, string sent, string? kept)
    {
        var (profile, errors) = Check(new() { DisplayName = "Ada", Phone = sent, Language = language });

        Assert.Equal(kept is null ? ["phone"] : [], errors);
        Assert.Equal(kept, profile.Phone);
    }

    [Theory]
    [InlineData("2026-11-25", true)]
    [InlineData("2026-11-26", false)]
    [InlineData("1900-01-01", true)]
    [InlineData("1899-12-31", false)]
    [InlineData("2023-02-29", false)]
    [InlineData("20.7.1990", false)]
    [InlineData("1990-7-20", false)]
    [InlineData("1990-07-20T00:00:00", false)]
    public void A_birthday_is_a_day_that_has_been(string sent, bool isRight) =>
        Assert.Equal(isRight ? [] : ["birthday"], Check(new() { DisplayName = "Ada", Birthday = sent, Language = "en" }).Errors);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("de")]
    [InlineData("zh")]
    public void A_language_is_one_of_ours(string? language) => Assert.Equal(["language"], Check(new() { DisplayName = "Ada", Language = language }).Errors);

    static (CheckedProfile Profile, string[] Errors) Check(ProfileRequest sent)
    {
        var errors = new FieldErrors();
        return (ProfileRules.Check(sent, Today, errors), [.. errors.Fields]);
    }
}
