using CsCheck;
using Shop.Users.Accounts;
using Xunit;

namespace Shop.Tests.Unit.Users.Accounts;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("Ada.Lovelace+shop@mail.example.co.uk")]
    [InlineData("o'hara@example.ie")]
    [InlineData("10001@qq.com")]
    [InlineData("a@b.cn")]
    public void An_address_is_taken_as_it_is(string text)
    {
        Assert.True(EmailAddress.TryRead(text, out var address));
        Assert.Equal(text, address);
    }

    [Fact]
    public void Spaces_around_it_are_none_of_it()
    {
        Assert.True(EmailAddress.TryRead(" ada@example.com\n", out var address));
        Assert.Equal("ada@example.com", address);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("ada@")]
    [InlineData("@example.com")]
    [InlineData("ada@localhost")]
    [InlineData("ada@example..com")]
    [InlineData("ada@-example.com")]
    [InlineData(".ada@example.com")]
    [InlineData("a..da@example.com")]
    [InlineData("ada.@example.com")]
    [InlineData("a da@example.com")]
    [InlineData("ada@example.com\nBcc: all@example.com")]
    [InlineData("ada@example.com\0")]
    [InlineData("ada@exam\u202eple.com")]
    [InlineData("Ada <ada@example.com>")]
    [InlineData("ada@example.com,eve@example.com")]
    [InlineData("ädä@example.com")]
    [InlineData("👩‍🚀@example.com")]
    [InlineData("ada@[127.0.0.1]")]
    public void Anything_else_is_not(string? text) => Assert.False(EmailAddress.TryRead(text, out _));

    [Fact]
    public void The_longest_is_254_characters_with_64_before_the_at()
    {
        var longest = $"{new string('a', 64)}@{string.Join('.', Enumerable.Repeat(new string('b', 61), 3))}.com";
        Assert.Equal(254, longest.Length);
        Assert.True(EmailAddress.TryRead(longest, out _));
        Assert.False(EmailAddress.TryRead(longest + "m", out _));
        Assert.False(EmailAddress.TryRead($"{new string('a', 65)}@example.com", out _));
    }

    [Fact]
    public void What_is_taken_is_safe_in_a_header() => Gen.String.Sample(static text =>
    {
        if (EmailAddress.TryRead(text, out var address))
            Assert.All(address, static c => Assert.InRange(c, '!', '~'));
    });
}
