using System.Collections.Concurrent;
using System.Globalization;

namespace Shop.Users.Addresses.Countries;

static class CountryNames
{
    static readonly ConcurrentDictionary<string, IReadOnlyList<Country>> ByLanguage = new();

    /// <summary>All countries in the order of their names in the language of the request; in Chinese, by how they are said.</summary>
    public static IReadOnlyList<Country> Sorted() => ByLanguage.GetOrAdd(CultureInfo.CurrentUICulture.Name, static name =>
    {
        var order = CultureInfo.GetCultureInfo(name).CompareInfo.GetStringComparer(CompareOptions.None);
        return [.. IsoCountries.All.OrderBy(country => country.Name, order)];
    });
}
