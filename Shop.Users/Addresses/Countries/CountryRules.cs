using System.Diagnostics.CodeAnalysis;

namespace Shop.Users.Addresses.Countries;

/// <summary>How addresses are written in a country: which lines they have, and what may stand in them.</summary>
sealed record CountryRules(Country Country)
{
    /// <summary>Empty where the region is free text.</summary>
    public IReadOnlyList<Region> Regions { get; init; } = [];

    public LineUse District { get; init; } = LineUse.None;

    public PostalCodeRule PostalCode { get; init; } = PostalCodeRule.Unknown;

    /// <summary>Whether those who deliver can only call numbers of the country.</summary>
    public bool OnlyOwnPhones { get; init; }

    /// <summary>Whether an address in Han characters begins with the largest part, and not with the house.</summary>
    public bool IsLargestFirst { get; init; }

    /// <summary>Whether an address names its region by the code.</summary>
    public bool WritesRegionCode { get; init; }

    public static IReadOnlyList<CountryRules> All { get; } = [.. IsoCountries.All.Select(Of)];

    static readonly Dictionary<string, CountryRules> ByCode = All.ToDictionary(rules => rules.Country.Code);

    public static bool TryFind(string? code, [NotNullWhen(true)] out CountryRules? rules)
    {
        rules = null;
        return code is not null && ByCode.TryGetValue(code, out rules);
    }

    /// <summary>The region of a code; null where regions are free text.</summary>
    public Region? FindRegion(string? code) => Regions.FirstOrDefault(region => region.Code == code);

    static CountryRules Of(Country country) => country.Code switch
    {
        "CN" => new(country)
        {
            Regions = ChineseProvinces.All,
            District = LineUse.Required,
            PostalCode = PostalCodeRule.Chinese,
            OnlyOwnPhones = true,
            IsLargestFirst = true,
        },
        "US" => new(country) { Regions = AmericanStates.All, PostalCode = PostalCodeRule.Zip, WritesRegionCode = true },
        "HK" or "MO" => new(country) { District = LineUse.Optional, PostalCode = PostalCodeRule.None, IsLargestFirst = true },
        "TW" => new(country) { District = LineUse.Optional, PostalCode = PostalCodeRule.Taiwanese, IsLargestFirst = true },
        _ => new(country),
    };
}

enum LineUse
{
    None,
    Optional,
    Required,
}
