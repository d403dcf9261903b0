using System.Globalization;
using Microsoft.Extensions.Localization;
using Shop.Web.Clients;
using Shop.Web.Resources;

namespace Shop.Web.Components.Checkout;

static class DeliveryWords
{
    /// <summary>When it arrives, as the days are written in the language of the page.</summary>
    public static string Arrives(IStringLocalizer<Text> T, DeliveryEstimate delivery)
    {
        var (from, to) = (Day(delivery.From), Day(delivery.To));
        return delivery.From == delivery.To ? T["Delivery.On", to] : T["Delivery.Between", from, to];

        string Day(DateOnly day) => day.ToString(T["Delivery.Day"], CultureInfo.CurrentCulture);
    }

    /// <summary>A country of the configuration that is named in no language of ours is named in English: the framework keeps the first language that it is asked in.</summary>
    public static string Country(IStringLocalizer<Text> T, string code) => code switch
    {
        "US" => T["Country.US"],
        "CN" => T["Country.CN"],
        _ => new RegionInfo(code).EnglishName,
    };
}
