using System.Text;
using OtpNet;
using Shop.Users.Accounts.TwoFactor;
using Xunit;

namespace Shop.Tests.Unit.Users.Accounts;

public sealed class AuthenticatorCodesTests
{
    private static readonly string s_key = Base32Encoding.ToString(Encoding.ASCII.GetBytes("12345678901234567890"));

    /// <summary>The last six digits of the examples in RFC 6238.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    public void The_codes_are_the_standards(long seconds, string code) =>
        Assert.Equal(seconds / 30, AuthenticatorCodes.FindStep(s_key, code, DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-31, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(59, true)]
    [InlineData(60, false)]
    [InlineData(3600, false)]
    public void A_code_is_taken_one_step_early_or_late(int secondsLater, bool isTaken)
    {
        var begin = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        Assert.Equal(isTaken, AuthenticatorCodes.FindStep(s_key, "005924", begin.AddSeconds(secondsLater)) is not null);
    }

    [Theory]
    [InlineData("005 924", true)]
    [InlineData(" 005924 ", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("5924", false)]
    [InlineData("0059240", false)]
    [InlineData("００５９２４", false)]
    [InlineData("-05924", false)]
    [InlineData("00592\0", false)]
    public void It_is_six_digits_however_they_are_spaced(string? code, bool isTaken) =>
        Assert.Equal(isTaken, AuthenticatorCodes.FindStep(s_key, code, DateTimeOffset.FromUnixTimeSeconds(1234567890)) is not null);

    [Fact]
    public void Each_key_is_another_and_has_160_bits()
    {
        string[] keys = [.. Enumerable.Range(0, 50).Select(static _ => AuthenticatorCodes.NewKey())];
        Assert.Equal(50, keys.Distinct().Count());
        Assert.All(keys, static key => Assert.Equal(20, Base32Encoding.ToBytes(key).Length));
    }

    [Fact]
    public void Recovery_codes_are_ten_and_read_however_they_are_written()
    {
        var codes = RecoveryCodes.New();
        Assert.Equal(10, codes.Distinct().Count());
        Assert.All(codes, static code =>
        {
            Assert.Matches("^[A-Z0-9]{5}-[A-Z0-9]{5}$", code);
            Assert.Equal(code, RecoveryCodes.Normalize($" {code.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)} "));
        });
    }
}
