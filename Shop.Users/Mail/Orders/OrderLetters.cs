using System.Globalization;
using Shop.ServiceDefaults.Localization;
using Shop.Users.Accounts;

namespace Shop.Users.Mail.Orders;

/// <summary>The letters that a buyer gets of an order, in the language of their profile.</summary>
static class OrderLetters
{
    /// <summary>What Orders calls a step, and the texts of its letter.</summary>
    static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["placed"] = "OrderPlaced",
        ["paid"] = "OrderPaid",
        ["paymentFailed"] = "OrderPaymentFailed",
        ["shipped"] = "OrderShipped",
        ["delivered"] = "OrderDelivered",
        ["cancelled"] = "OrderCancelled",
        ["refunded"] = "OrderRefunded",
        ["returnApproved"] = "OrderReturnApproved",
        ["returnRefused"] = "OrderReturnRefused",
    };

    public static IReadOnlyCollection<string> Steps => Kinds.Keys;

    /// <exception cref="InvalidOperationException">The step has no letter: the message waits in the error queue for a version that has.</exception>
    public static Letter Write(User buyer, OrderNotice notice)
    {
        if (!Kinds.TryGetValue(notice.Step, out var kind))
            throw new InvalidOperationException($"There is no letter for an order that is {notice.Step}.");
        var (text, culture) = (new MailText(buyer.Language), CultureInfo.GetCultureInfo(buyer.Language));
        var rows = notice.Lines.Select(line => new MailRow(
            string.Create(culture, $"{line.Quantity} × {(buyer.Language == Language.Chinese ? line.NameZh : line.NameEn)}"), Money(line.Amount))).ToList();
        if (notice.Step == "placed")
            rows.Add(new(text["OrderTotal"]!, Money(notice.Amount)));
        return new(kind, buyer.Email!, buyer.Language)
        {
            UserId = buyer.Id,
            Name = buyer.EmailConfirmed ? buyer.DisplayName : null,
            Link = $"/orders/{notice.OrderId}",
            Values = [notice.Number, Money(notice.Amount), notice.Carrier ?? "", notice.TrackingNumber ?? "", Reason(text, notice.Reason)],
            Rows = rows,
            Closing = "OrderClosing",
        };

        string Money(decimal amount) => string.Create(culture, $"{notice.Currency} {amount:N2}");
    }

    /// <summary>A code of Orders is said in words; what staff wrote stays as it is.</summary>
    static string Reason(MailText text, string? reason) => reason is null ? "" : text[$"OrderReason.{reason}"] ?? reason;
}
