using Shop.Catalog.Checkout;

namespace Shop.Tests.Unit.Catalog.Checkout;

/// <summary>A checkout that was accepted.</summary>
class ModelOrder
{
    public required Guid Id { get; init; }

    public required string Key { get; init; }

    public required CheckoutRequest Request { get; init; }

    /// <summary>How many of each product, by its number in the model.</summary>
    public required Dictionary<int, int> Lines { get; init; }

    public CheckoutStatus Status { get; set; }
}

/// <summary>What messages and time do to stock, coupons and accepted checkouts, in the simplest words.</summary>
sealed class CheckoutModel(int products)
{
    public int[] Stock { get; } = new int[products];

    public int CouponUses { get; private set; }

    public void Accept(ModelOrder order) => Move(order, -1);

    public void Pay(ModelOrder order)
    {
        if (order.Status == CheckoutStatus.Reserved)
        {
            order.Status = CheckoutStatus.Sold;
        }
        else if (order.Status is CheckoutStatus.Expired or CheckoutStatus.PaymentFailed)
        {
            order.Status = order.Lines.All(line => Stock[line.Key] >= line.Value) ? CheckoutStatus.Sold : CheckoutStatus.Short;
            if (order.Status == CheckoutStatus.Sold)
                Move(order, -1);
        }
    }

    public void Cancel(ModelOrder order)
    {
        if (order.Status is CheckoutStatus.Reserved or CheckoutStatus.Sold)
            Move(order, 1);
        order.Status = CheckoutStatus.Cancelled;
    }

    public void FailPayment(ModelOrder order) => Release(order, CheckoutStatus.PaymentFailed);

    public void Expire(ModelOrder order) => Release(order, CheckoutStatus.Expired);

    private void Release(ModelOrder order, CheckoutStatus status)
    {
        if (order.Status != CheckoutStatus.Reserved)
            return;
        Move(order, 1);
        order.Status = status;
    }

    private void Move(ModelOrder order, int sign)
    {
        foreach (var (product, quantity) in order.Lines)
            Stock[product] += sign * quantity;
        CouponUses -= order.Request.Coupon is null ? 0 : sign;
    }
}
