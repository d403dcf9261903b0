using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Checkout;

/// <summary>What is wrong with a checkout, in the language of the request.</summary>
static class CheckoutTexts
{
    public static string Required => Language.Choose("Is required.", "此项必填。");

    public static string Quantity => Language.Choose($"Must be a whole number from 1 to {QuoteRequest.LargestQuantity}.", $"须为 1 至 {QuoteRequest.LargestQuantity} 的整数。");

    public static string TooManyLines => Language.Choose($"Must be from 1 to {QuoteRequest.MostLines}.", $"须为 1 至 {QuoteRequest.MostLines} 项。");

    public static string Twice => Language.Choose("Stands in an earlier line already.", "前面已有此商品。");

    public static string NotSold => Language.Choose("Is not sold, or no longer.", "此商品不在售。");

    public static string CountryNotServed => Language.Choose("We don't ship there.", "暂不支持配送至该国家或地区。");

    public static string NotARegion => Language.Choose("Must be the code of a state or province.", "须为州或省的代码。");

    public static string Phone => Language.Choose("Must be a phone number.", "须为电话号码。");

    public static string PostalCode => Language.Choose("Must be a postal code of the country.", "须为该国的邮政编码。");

    public static string Method => Language.Choose("Must be one of the shipping methods that the quote offers.", "须为报价中提供的配送方式。");

    public static string NoMethod => Language.Choose("None of our shipping methods takes so much there.", "没有可承运该重量的配送方式。");

    public static string PaymentToken => Language.Choose("Must be the payment provider's token, and never a card's number.", "须为支付服务商的令牌，切勿填写卡号。");

    public static string ExpectedTotal => Language.Choose("Must be an amount from 0 with two places.", "须为不小于 0 且至多两位小数的金额。");

    public static string Key => Language.Choose(
        $"Must be 1 to {AcceptedCheckout.KeyLength} visible ASCII characters, chosen anew for each order.", $"须为 1 至 {AcceptedCheckout.KeyLength} 个可见 ASCII 字符，每笔订单各不相同。");

    public static string KeyUsed => Language.Choose("Was used for another order already.", "已用于另一笔订单。");

    public static string TotalMoved => Language.Choose("The total has changed. Please look at the new one.", "总价有变，请确认新的总价。");

    public static string StockMoved => Language.Choose("There are not so many pieces any more. Please look at what is left.", "库存不足，请确认余量。");

    public static string Line(int longest) => Language.Choose($"Must be a line of at most {longest} characters.", $"须为单行文字，至多 {longest} 个字符。");
}
