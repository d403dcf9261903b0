using Shop.ServiceDefaults.Localization;

namespace Shop.Users.Addresses.Countries;

/// <param name="Code">ISO 3166-1 alpha-2.</param>
sealed record Country(string Code, string English, string Chinese)
{
    public string Name => Language.Choose(English, Chinese);
}

/// <summary>A province, state or the like.</summary>
/// <param name="Code">The part of ISO 3166-2 after the country's.</param>
sealed record Region(string Code, string English, string Chinese)
{
    public string Name => Language.Choose(English, Chinese);
}
