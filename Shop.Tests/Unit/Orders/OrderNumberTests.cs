using CsCheck;
using Shop.Orders.Orders;
using Shop.Orders.Payments;
using Xunit;

namespace Shop.Tests.Unit.Orders;

public class OrderNumberTests
{
    [Fact]
    public void A_number_is_found_however_it_is_typed() => Gen.Guid.Sample(id =>
    {
        var number = OrderNumber.Of(id);
        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$", number);
        Assert.Equal(number, OrderNumber.Normalize(number));
        Assert.Equal(number, OrderNumber.Normalize($" #{number.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)} "));
        Assert.Equal(number, OrderNumber.Normalize(number.Replace('0', 'o').Replace('1', 'l')));
    });

    [Fact]
    public void A_thousand_orders_of_one_moment_have_a_thousand_numbers()
    {
        var now = DateTimeOffset.UtcNow;
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => OrderNumber.Of(Guid.CreateVersion7(now))).Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("mug")]
    [InlineData("ABCD-EFGHI")]
    [InlineData("ABCD-EFGU")]
    public void What_is_no_number_is_none(string text) => Assert.Null(OrderNumber.Normalize(text));

    [Fact]
    public void Every_state_but_the_first_is_reached_and_final_ones_are_left_by_nobody()
    {
        var all = Enum.GetValues<OrderState>();
        Assert.All(all.Where(OrderStates.IsFinal), final => Assert.DoesNotContain(all, state => OrderStates.Before(state).Contains(final)));
        var reached = new HashSet<OrderState> { OrderState.Submitted };
        while (all.FirstOrDefault(state => !reached.Contains(state) && OrderStates.Before(state).Any(reached.Contains), (OrderState)(-1)) is var next && next >= 0)
            reached.Add(next);
        Assert.Equal(all.Length, reached.Count);
    }

    [Fact]
    public void A_signature_is_of_one_body_one_secret_and_five_minutes()
    {
        var now = DateTimeOffset.UtcNow;
        var signature = WebhookSignature.Sign("secret", now, "body");

        Assert.True(WebhookSignature.IsValid("secret", signature, now.AddMinutes(4), "body"));
        Assert.False(WebhookSignature.IsValid("secret", signature, now.AddMinutes(6), "body"));
        Assert.False(WebhookSignature.IsValid("secret", signature, now.AddMinutes(-6), "body"));
        Assert.False(WebhookSignature.IsValid("secret", signature, now, "body "));
        Assert.False(WebhookSignature.IsValid("Secret", signature, now, "body"));
        Assert.False(WebhookSignature.IsValid("secret", signature + "0", now, "body"));
        Assert.False(WebhookSignature.IsValid("secret", null, now, "body"));
    }
}
