using Shop.Users.Addresses;
using Xunit;

namespace Shop.Tests.Unit.Users;

public class AddressFormatTests
{
    [Fact]
    public void An_American_address_ends_with_the_state_and_the_ZIP_code() =>
        Assert.Equal(["1 Market Street", "Suite 300", "San Francisco, CA 94105", "United States"], Lines("US", "CA", "San Francisco", null, "1 Market Street", "Suite 300", "94105"));

    [Fact]
    public void A_Chinese_address_begins_with_the_province() =>
        Assert.Equal(["浙江省杭州市西湖区", "文三路 90 号 3 楼", "310012", "China"], Lines("CN", "ZJ", "杭州市", "西湖区", "文三路 90 号", "3 楼", "310012"));

    [Fact]
    public void A_municipality_is_written_once() =>
        Assert.Equal(["北京市朝阳区", "建国路 1 号", "100022", "China"], Lines("CN", "BJ", "北京市", "朝阳区", "建国路 1 号", null, "100022"));

    [Fact]
    public void In_Latin_letters_a_Chinese_address_begins_with_the_house() =>
        Assert.Equal(["90 Wensan Road", "Xihu", "Hangzhou, Zhejiang 310012", "China"], Lines("CN", "ZJ", "Hangzhou", "Xihu", "90 Wensan Road", null, "310012"));

    [Fact]
    public void Anywhere_else_what_is_there_is_written() =>
        Assert.Equal(["Unter den Linden 1", "Berlin, 10117", "Germany"], Lines("DE", null, "Berlin", null, "Unter den Linden 1", null, "10117"));

    [Theory]
    [InlineData("US", "+14155552671", "(415) 555-2671")]
    [InlineData("US", "+442079460958", "+44 20 7946 0958")]
    [InlineData("CN", "+8613800138000", "138 0013 8000")]
    public void A_number_is_short_where_it_is_at_home(string country, string phone, string shown) =>
        Assert.Equal(shown, AddressFormat.Phone(Address(country, null, "City", null, "1 Street", null, null) with { Phone = phone }));

    static IReadOnlyList<string> Lines(string country, string? region, string city, string? district, string line1, string? line2, string? postalCode)
    {
        var before = System.Globalization.CultureInfo.CurrentUICulture;
        System.Globalization.CultureInfo.CurrentUICulture = new("en");
        try
        {
            return AddressFormat.Lines(Address(country, region, city, district, line1, line2, postalCode));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentUICulture = before;
        }
    }

    static AddressResponse Address(string country, string? region, string city, string? district, string line1, string? line2, string? postalCode) =>
        new(Guid.NewGuid(), "Ada", "+14155552671", country, region, city, district, line1, line2, postalCode, false, false, default, default);
}
