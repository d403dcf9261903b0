using System.Text.RegularExpressions;

namespace Shop.Catalog.Checkout;

/// <summary>What can be said of a request before anything is read.</summary>
sealed partial class QuoteRules(CheckoutOptions options)
{
    readonly ShippingAddressRules addresses = new(options);

    /// <summary>Where the order goes, if the request says so rightly.</summary>
    public Destination? Check(QuoteRequest request, Dictionary<string, string[]> errors)
    {
        if (request.Lines is not null)
            CheckLines(request.Lines, errors);
        if (request.Coupon is { } coupon && (coupon.Length > Coupons.Coupon.CodeLength || coupon.Any(char.IsControl)))
            errors["coupon"] = [Coupons.CouponTexts.Unknown];
        return request.ShippingAddress is null ? null : addresses.CheckDestination(request.ShippingAddress, errors);
    }

    /// <summary>All that an order needs. Returns its address as it goes on the label.</summary>
    public ShippingAddress? Check(CheckoutRequest request, string? key, Dictionary<string, string[]> errors)
    {
        Check(request, errors);
        if (key is null || !Key().IsMatch(key))
            errors["Idempotency-Key"] = [CheckoutTexts.Key];
        if (string.IsNullOrWhiteSpace(request.ShippingMethod))
            errors["shippingMethod"] = [CheckoutTexts.Required];
        if (request.PaymentToken is not { } token || !Token().IsMatch(token) || token.All(static c => char.IsDigit(c) || c is '-' or '.'))
            errors["paymentToken"] = [CheckoutTexts.PaymentToken];
        if (request.ExpectedTotal is not { } total || total < 0 || decimal.Round(total, 2) != total)
            errors["expectedTotal"] = [CheckoutTexts.ExpectedTotal];
        if (request.ShippingAddress is { } address)
            return addresses.Check(address, errors);
        errors["shippingAddress"] = [CheckoutTexts.Required];
        return null;
    }

    static void CheckLines(IReadOnlyList<LineRequest?> lines, Dictionary<string, string[]> errors)
    {
        if (lines is { Count: 0 or > QuoteRequest.MostLines })
        {
            errors["lines"] = [CheckoutTexts.TooManyLines];
            return;
        }
        var seen = new HashSet<Guid>();
        for (var i = 0; i < lines.Count; i++)
            if (lines[i] is not { } line)
                errors[$"lines[{i}]"] = [CheckoutTexts.Required];
            else
            {
                if (line.Quantity is < 1 or > QuoteRequest.LargestQuantity)
                    errors[$"lines[{i}].quantity"] = [CheckoutTexts.Quantity];
                if (!seen.Add(line.ProductId))
                    errors[$"lines[{i}].productId"] = [CheckoutTexts.Twice];
            }
    }

    [GeneratedRegex("^[!-~]{1,100}$")]
    private static partial Regex Key();

    [GeneratedRegex("^[A-Za-z0-9_.-]{8,200}$")]
    private static partial Regex Token();
}
