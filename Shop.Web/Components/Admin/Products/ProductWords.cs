using Microsoft.Extensions.Localization;
using Shop.Web.Resources;

namespace Shop.Web.Components.Admin.Products;

/// <summary>What Catalog's states and reasons are called.</summary>
static class ProductWords
{
    public static readonly string[] Statuses = ["draft", "published", "archived"];

    public static string Status(IStringLocalizer<Text> T, string status) => status switch
    {
        "draft" => T["Admin.Draft"],
        "published" => T["Admin.Published"],
        "archived" => T["Admin.Archived"],
        _ => status,
    };

    public static string Tone(string status) => status switch
    {
        "published" => "tone-positive",
        "draft" => "tone-warning",
        _ => "",
    };

    public static string StockReason(IStringLocalizer<Text> T, string reason) => reason switch
    {
        "received" => T["Admin.StockReceived"],
        "adjusted" => T["Admin.StockAdjusted"],
        "reserved" => T["Admin.StockReserved"],
        "released" => T["Admin.StockReleased"],
        "sold" => T["Admin.StockSold"],
        _ => reason,
    };
}
