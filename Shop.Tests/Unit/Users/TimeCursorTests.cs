using System.Buffers.Text;
using CsCheck;
using Shop.Users.Paging;
using Xunit;

namespace Shop.Tests.Unit.Users;

public class TimeCursorTests
{
    [Fact]
    public void A_place_survives_being_written() => Gen.Select(Gen.Long[0, DateTimeOffset.MaxValue.Ticks], Gen.Guid).Sample((ticks, id) =>
    {
        var cursor = new TimeCursor(new(ticks, TimeSpan.Zero), id);
        return TimeCursor.TryParse(cursor.ToString(), out var read) && read == cursor;
    });

    [Fact]
    public void Whatever_else_is_sent_is_no_place_and_no_failure() =>
        Gen.OneOf(Gen.String.Where(text => text.Length > 0), Gen.Byte.Array[0, 60].Where(bytes => bytes.Length is not 24 and not 0).Select(bytes => Base64Url.EncodeToString(bytes)))
            .Sample(text => !TimeCursor.TryParse(text, out _) || TimeCursor.TryParse(text, out var read) && read.ToString().Length == 32);

    [Fact]
    public void Nothing_is_the_beginning()
    {
        Assert.True(TimeCursor.TryParse(null, out var cursor));
        Assert.Equal(TimeCursor.Start, cursor);
    }

    [Theory]
    [InlineData("__________________________________________")]
    [InlineData("gAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_time_that_does_not_exist_is_none(string text) => Assert.False(TimeCursor.TryParse(text, out _));
}
