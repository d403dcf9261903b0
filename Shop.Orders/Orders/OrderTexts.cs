using Shop.ServiceDefaults.Localization;

namespace Shop.Orders.Orders;

/// <summary>What is wrong with a request, in its language.</summary>
static class OrderTexts
{
    public static string NoSuchOrder => Language.Choose("There is no such order.", "没有此订单。");

    public static string NotNow(OrderState? state) => state switch
    {
        OrderState.Submitted => Language.Choose("The order is being paid.", "订单正在支付中。"),
        OrderState.Paid => Language.Choose("The order is paid, and not shipped yet or in part.", "订单已支付，尚未全部发货。"),
        OrderState.Shipped => Language.Choose("The order is on its way.", "订单已发货。"),
        OrderState.Received => Language.Choose("The order has been received.", "订单已收货。"),
        OrderState.Completed => Language.Choose("The order is complete.", "订单已完成。"),
        OrderState.PaymentFailed => Language.Choose("The payment has failed.", "支付失败。"),
        OrderState.Cancelled => Language.Choose("The order was cancelled.", "订单已取消。"),
        OrderState.ReturnRequested => Language.Choose("A return has been asked for.", "已申请退货。"),
        OrderState.Refunded => Language.Choose("The order was returned.", "订单已退货退款。"),
        _ => NoSuchOrder,
    };

    public static string NotConfirmed => Language.Choose("Catalog has not said yet that the pieces are there. Try again in a moment.", "商品目录尚未确认库存，请稍后再试。");

    public static string State => Language.Choose("Must be one of the states of an order.", "须为订单状态之一。");

    public static string Limit(int most) => Language.Choose($"Must be a whole number from 1 to {most}.", $"须为 1 至 {most} 的整数。");

    public static string After => Language.Choose("Must be the next of a page.", "须为上一页给出的 next。");

    public static string Time => Language.Choose("Must be a day or a moment, such as 2026-11-25 or 2026-11-25T08:00:00Z.", "须为日期或时刻，如 2026-11-25 或 2026-11-25T08:00:00Z。");

    public static string Search => Language.Choose("Must have 1 to 100 characters.", "须为 1 至 100 个字符。");

    public static string Line(int longest) => Language.Choose($"Must have 1 to {longest} characters, none of them a control character.", $"须为 1 至 {longest} 个字符，不得含控制字符。");

    public static string Text(int longest) => Language.Choose($"Must have 1 to {longest} characters.", $"须为 1 至 {longest} 个字符。");

    public static string Key => Language.Choose("Must be a UUID.", "须为 UUID。");

    public static string KeyUsed => Language.Choose("Something else was sent under this key.", "此键已用于其他请求。");

    public static string Token => Language.Choose("Must be the payment provider's token, and never a card's number.", "须为支付服务商的令牌，切勿填写卡号。");

    public static string Pieces => Language.Choose("Must be lines of the order, with no more pieces than are left to be shipped.", "须为订单中的商品，且不超过待发数量。");

    public static string Tracking => Language.Choose("Must be inTransit, outForDelivery, attemptFailed or delivered.", "须为 inTransit、outForDelivery、attemptFailed 或 delivered。");

    public static string TrackedAt => Language.Choose("Must be a moment after the parcel was handed over, and not in the future.", "须晚于包裹交运时间，且不得为将来的时间。");

    public static string IsDelivered => Language.Choose("The parcel has been delivered.", "包裹已送达。");

    public static string Amount => Language.Choose("Must be an amount above 0 with two places, and not more than is left of what was paid.", "须为大于 0、至多两位小数的金额，且不超过剩余已付款。");
}
