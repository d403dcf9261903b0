using CsCheck;
using Shop.Users.Addresses;
using Shop.Users.Addresses.Countries;
using Shop.Users.Validation;
using Xunit;

namespace Shop.Tests.Unit.Users;

public class AddressRulesTests
{
    [Fact]
    public void A_Chinese_address_is_kept_in_one_form()
    {
        var (address, errors) = Check(Chinese(address =>
        {
            address.Country = " cn ";
            address.Region = "zj";
            address.Phone = "138 0013 8000";
            address.PostalCode = " ３１００００ ";
        }));

        Assert.Empty(errors);
        Assert.Equal(new CheckedAddress("王小明", "+8613800138000", "CN", "ZJ", "杭州市", "西湖区", "文三路 90 号", null, "310000"), address);
    }

    [Theory]
    [InlineData("13800138000", "+8613800138000")]
    [InlineData("+86 138-0013-8000", "+8613800138000")]
    [InlineData("0571-87654321", "+8657187654321")]
    [InlineData("(010) 6552 9988", "+861065529988")]
    [InlineData("１３８００１３８０００", "+8613800138000")]
    [InlineData("12345678901", null)]
    [InlineData("1380013800", null)]
    [InlineData("+1 415 555 2671", null)]
    [InlineData("0571-87654321 ext 8001", null)]
    [InlineData("call me", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void In_China_the_courier_calls_a_mobile_or_a_landline(string? sent, string? kept) =>
        Kept("phone", kept, Check(Chinese(address => address.Phone = sent)), address => address.Phone);

    [Theory]
    [InlineData("94103", "94103")]
    [InlineData("94103-1234", "94103-1234")]
    [InlineData("94103 1234", "94103-1234")]
    [InlineData("941031234", "94103-1234")]
    [InlineData("9410", null)]
    [InlineData("94103-12", null)]
    [InlineData("SW1A 1AA", null)]
    [InlineData("94103\n", "94103")]
    [InlineData("", null)]
    public void A_ZIP_code_has_five_or_nine_digits(string sent, string? kept) =>
        Kept("postalCode", kept, Check(American(address => address.PostalCode = sent)), address => address.PostalCode);

    [Theory]
    [InlineData("(415) 555-2671", "+14155552671")]
    [InlineData("+44 20 7946 0958", "+442079460958")]
    [InlineData("555-2671", null)]
    public void An_American_parcel_may_name_a_number_abroad(string sent, string? kept) =>
        Kept("phone", kept, Check(American(address => address.Phone = sent)), address => address.Phone);

    [Theory]
    [InlineData("CN", "CA")]
    [InlineData("US", "ZJ")]
    [InlineData("US", "California")]
    [InlineData("CN", "")]
    public void A_region_is_one_of_the_country(string country, string region)
    {
        var (_, errors) = Check(country == "CN" ? Chinese(address => address.Region = region) : American(address => address.Region = region));

        Assert.Equal(["region"], errors);
    }

    [Fact]
    public void A_country_without_rules_of_its_own_asks_for_little()
    {
        var (address, errors) = Check(new() { Recipient = "Zoë", Phone = "020 7946 0958", Country = "GB", City = "London", Line1 = "10 Downing Street", PostalCode = "sw1a 2aa" });

        Assert.Empty(errors);
        Assert.Equal(new("Zoë", "+442079460958", "GB", null, "London", null, "10 Downing Street", null, "SW1A 2AA"), address);
    }

    [Fact]
    public void A_line_that_the_country_does_not_have_is_not_dropped_without_a_word()
    {
        Assert.Equal(["district"], Check(American(address => address.District = "SoMa")).Errors);
        Assert.Equal(["postalCode"], Check(American(address => (address.Country, address.Phone, address.Region, address.PostalCode) = ("HK", "+14155552671", null, "999077"))).Errors);
    }

    [Theory]
    [InlineData("XX")]
    [InlineData("China")]
    [InlineData("")]
    [InlineData(null)]
    public void A_country_is_one_of_ISO_3166(string? country) => Assert.Equal(["country"], Check(American(address => address.Country = country)).Errors);

    [Fact]
    public void Nothing_at_all_is_wrong_in_every_field_that_is_needed() =>
        Assert.Equal(["city", "country", "line1", "recipient"], Check(new()).Errors);

    [Fact]
    public void Every_country_has_rules_and_every_code_once()
    {
        Assert.Equal(249, CountryRules.All.Count);
        Assert.Equal(249, CountryRules.All.Select(rules => rules.Country.Code).Distinct().Count());
        Assert.All(CountryRules.All, rules =>
        {
            Assert.Matches("^[A-Z]{2}$", rules.Country.Code);
            Assert.NotEmpty(rules.Country.English);
            Assert.NotEmpty(rules.Country.Chinese);
            Assert.Equal(rules.Regions.Count, rules.Regions.Select(region => region.Code).Distinct().Count());
            // What we show as an example passes.
            if (rules.PostalCode.Use != LineUse.None)
                Assert.Equal(rules.PostalCode.Example, rules.PostalCode.Normalize(rules.PostalCode.Example));
        });
        Assert.Equal(31, Rules("CN").Regions.Count);
        Assert.Equal(59, Rules("US").Regions.Count);
    }

    [Fact]
    public void What_has_passed_passes_again_unchanged() => Gen.OneOf(GenAddress("CN"), GenAddress("US"), GenAddress("DE"), GenAddress("HK")).Sample(sent =>
    {
        var errors = new FieldErrors();
        var once = AddressRules.Check(sent, errors);
        if (errors.Any)
            return true;
        var twice = AddressRules.Check(new()
        {
            Recipient = once.Recipient,
            Phone = once.Phone,
            Country = once.Country,
            Region = once.Region,
            City = once.City,
            District = once.District,
            Line1 = once.Line1,
            Line2 = once.Line2,
            PostalCode = once.PostalCode,
        }, errors);
        return !errors.Any && once == twice && Fits(once);
    });

    [Fact]
    public void Whatever_is_sent_gets_an_answer() => Gen.Select(GenText, GenText, GenText, GenText).Sample((a, b, c, d) =>
    {
        var errors = new FieldErrors();
        var address = AddressRules.Check(new() { Recipient = a, Phone = b, Country = c, Region = d, City = a, District = b, Line1 = c, Line2 = d, PostalCode = a }, errors);
        return errors.Any || Fits(address);
    });

    static readonly Gen<string> GenText = Gen.OneOf(Gen.String, Gen.String.AlphaNumeric, Gen.OneOf("", " ", "\0", "杭州", "👩‍👩‍👧", "שלום", "\ud800", "CN", "US", "13800138000", new string('长', 500)));

    static Gen<AddressRequest> GenAddress(string country) => Gen.Select(
        GenText, Gen.OneOf("13800138000", "+14155552671", "0571 87654321", "+49 30 901820", "12"), Gen.OneOf("ZJ", "CA", "Bayern", ""), Gen.OneOf(GenText, Gen.OneOf("310000", "94103 1234", "10115")),
        (text, phone, region, code) => new AddressRequest
        {
            Recipient = text,
            Phone = phone,
            Country = country,
            Region = region,
            City = "C",
            District = country == "CN" ? "D" : null,
            Line1 = "1 " + text,
            Line2 = text,
            PostalCode = code,
        });

    /// <summary>Whether the database takes it.</summary>
    static bool Fits(CheckedAddress address) =>
        address.Recipient.Length is > 0 and <= Address.RecipientLength && address.City.Length is > 0 and <= Address.PlaceLength
        && address.Line1.Length is > 0 and <= Address.LineLength && (address.Line2?.Length ?? 0) <= Address.LineLength
        && (address.PostalCode?.Length ?? 0) <= Address.PostalCodeLength && address.Phone is ['+', ..] && !string.Concat(address.Recipient, address.Line1, address.Line2).Contains('\0', StringComparison.Ordinal);

    static void Kept(string field, string? kept, (CheckedAddress Address, string[] Errors) result, Func<CheckedAddress, string?> read)
    {
        Assert.Equal(kept is null ? [field] : [], result.Errors);
        if (kept is not null)
            Assert.Equal(kept, read(result.Address));
    }

    static (CheckedAddress Address, string[] Errors) Check(AddressRequest sent)
    {
        var errors = new FieldErrors();
        var address = AddressRules.Check(sent, errors);
        return (address, [.. errors.Fields.Order()]);
    }

    static CountryRules Rules(string code) => CountryRules.TryFind(code, out var rules) ? rules : throw new InvalidOperationException();

    static AddressRequest Chinese(Action<AddressRequest>? change = null)
    {
        var address = new AddressRequest { Recipient = "王小明", Phone = "13800138000", Country = "CN", Region = "ZJ", City = "杭州市", District = "西湖区", Line1 = "文三路 90 号", PostalCode = "310000" };
        change?.Invoke(address);
        return address;
    }

    static AddressRequest American(Action<AddressRequest>? change = null)
    {
        var address = new AddressRequest { Recipient = "Ada Lovelace", Phone = "415 555 2671", Country = "US", Region = "CA", City = "San Francisco", Line1 = "1 Market Street", PostalCode = "94105" };
        change?.Invoke(address);
        return address;
    }
}
