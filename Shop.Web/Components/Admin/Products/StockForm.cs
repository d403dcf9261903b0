using System.Globalization;
using Microsoft.Extensions.Localization;
using Shop.Web.Components.Admin.Forms;
using Shop.Web.Resources;

namespace Shop.Web.Components.Admin.Products;

public sealed class StockForm
{
    public string? Change { get; set; }

    public string? Reason { get; set; }

    public string? Note { get; set; }

    /// <summary>What the page showed. Keeps a form that is sent twice from counting twice.</summary>
    public int Expected { get; set; }

    internal int? Read(OfficeErrors errors, IStringLocalizer<Text> T)
    {
        // A minus sign as this page writes it, too.
        if (int.TryParse(Change?.Trim().Replace('−', '-'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var change))
            return change;
        errors.Add("change", T["Admin.WrongNumber"]);
        return null;
    }
}
