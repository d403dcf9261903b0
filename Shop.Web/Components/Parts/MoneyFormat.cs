using System.Globalization;
using Shop.Web.Clients;

namespace Shop.Web.Components.Parts;

static class MoneyFormat
{
    /// <summary>As people write it in the language of the page: whole amounts without decimals, other ones with two.</summary>
    public static string Display(this Money money)
    {
        var format = (NumberFormatInfo)CultureInfo.CurrentCulture.NumberFormat.Clone();
        format.CurrencySymbol = Symbol(money.Currency);
        format.CurrencyPositivePattern = format.CurrencySymbol.Length > 2 && char.IsAsciiLetter(format.CurrencySymbol[^1]) ? 2 : 0;
        return money.Amount.ToString(decimal.IsInteger(money.Amount) ? "C0" : "C2", format);
    }

    static string Symbol(string currency)
    {
        var isChinese = CultureInfo.CurrentCulture.TwoLetterISOLanguageName == "zh";
        return currency switch
        {
            "USD" => isChinese ? "US$" : "$",
            "CNY" => isChinese ? "¥" : "CN¥",
            "EUR" => "€",
            "GBP" => "£",
            "JPY" => isChinese ? "JP¥" : "¥",
            _ => currency,
        };
    }
}
