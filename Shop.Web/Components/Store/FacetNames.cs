using System.Globalization;
using Microsoft.Extensions.Localization;
using Shop.Web.Clients;
using Shop.Web.Components.Parts;
using Shop.Web.Resources;

namespace Shop.Web.Components.Store;

/// <summary>What the values of facets are called.</summary>
static class FacetNames
{
    /// <param name="T">The page's texts.</param>
    /// <param name="band">Such as 25-50, or 500- for the last.</param>
    /// <param name="currency">Of the shop.</param>
    public static string Price(IStringLocalizer<Text> T, string band, string currency)
    {
        return band.Split('-') switch
        {
            ["" or "0", { Length: > 0 } to] => T["Filter.PriceUnder", Display(to)],
            [{ Length: > 0 } from, ""] => T["Filter.PriceFrom", Display(from)],
            [{ Length: > 0 } from, { Length: > 0 } to] => T["Filter.PriceBetween", Display(from), Display(to)],
            _ => band,
        };

        string Display(string amount) =>
            decimal.TryParse(amount, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new Money(number, currency).Display() : amount;
    }
}
