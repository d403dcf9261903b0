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

    public static string Country(string code) => new RegionInfo(code).DisplayName;
}
