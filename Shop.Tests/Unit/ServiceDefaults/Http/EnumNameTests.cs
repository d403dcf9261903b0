using Shop.ServiceDefaults.Http;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults.Http;

public sealed class EnumNameTests
{
    [Theory]
    [InlineData("Monday", DayOfWeek.Monday)]
    [InlineData("monday", DayOfWeek.Monday)]
    [InlineData("1", null)]
    [InlineData("+1", null)]
    [InlineData(" monday", null)]
    [InlineData("Monday,Tuesday", null)]
    [InlineData("Moonday", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Only_a_name_is_understood(string? text, DayOfWeek? value) => Assert.Equal(value, EnumName.Read<DayOfWeek>(text));
}
