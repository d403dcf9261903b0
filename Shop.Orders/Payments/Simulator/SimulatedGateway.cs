using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.Orders.Orders;

namespace Shop.Orders.Payments.Simulator;

/// <summary>
/// A payment gateway that takes no money and does all else: it holds, captures, lets go and gives back, knows what it has answered under a key, and behaves
/// badly where a token asks for it. See docs/orders.md for the tokens.
/// </summary>
sealed class SimulatedGateway(OrdersContext context)
{
    public const string Declined = "declined", Insufficient = "insufficient", Slow = "slow", Silent = "silent", CallsBackTwice = "twice";

    public Task<SimulatedCall> PayAsync(string key, GatewayPayment payment, CancellationToken cancellationToken) => OnceAsync(key, async () =>
    {
        if (payment.Amount < 0 || payment.Currency.Length != 3 || payment.Token.Length is 0 or > 200)
            return (StatusCodes.Status400BadRequest, new GatewayAnswer(null, "invalid"));
        if (Asks(payment.Token, Declined) || Asks(payment.Token, Insufficient))
            return (StatusCodes.Status402PaymentRequired, new GatewayAnswer(null, Asks(payment.Token, Declined) ? "card_declined" : "insufficient_funds"));
        var made = new SimulatedPayment { Id = Guid.CreateVersion7(), Token = payment.Token, Amount = payment.Amount, Currency = payment.Currency };
        context.Add(made);
        await context.SaveChangesAsync(cancellationToken);
        return (StatusCodes.Status201Created, new GatewayAnswer(made.Id.ToString("N"), null));
    }, cancellationToken);

    public Task<SimulatedCall> CaptureAsync(string key, Guid id, CancellationToken cancellationToken) => OnceAsync(key, async () =>
    {
        if (await LockAsync(id, cancellationToken) is not { IsVoided: false, Captured: 0 } payment)
            return (StatusCodes.Status409Conflict, new GatewayAnswer(null, "not_capturable"));
        payment.Captured = payment.Amount;
        return (StatusCodes.Status200OK, new GatewayAnswer(id.ToString("N"), null));
    }, cancellationToken);

    public Task<SimulatedCall> VoidAsync(string key, Guid id, CancellationToken cancellationToken) => OnceAsync(key, async () =>
    {
        if (await LockAsync(id, cancellationToken) is not { Captured: 0 } payment)
            return (StatusCodes.Status409Conflict, new GatewayAnswer(null, "captured"));
        payment.IsVoided = true;
        return (StatusCodes.Status200OK, new GatewayAnswer(id.ToString("N"), null));
    }, cancellationToken);

    public Task<SimulatedCall> RefundAsync(string key, Guid id, decimal amount, CancellationToken cancellationToken) => OnceAsync(key, async () =>
    {
        if (await LockAsync(id, cancellationToken) is not { } payment || amount <= 0 || payment.Refunded + amount > payment.Captured)
            return (StatusCodes.Status422UnprocessableEntity, new GatewayAnswer(null, "too_much"));
        payment.Refunded += amount;
        return (StatusCodes.Status200OK, new GatewayAnswer(id.ToString("N"), null));
    }, cancellationToken);

    public static bool Asks(string token, string behaviour) => token.Contains(behaviour, StringComparison.Ordinal);

    Task<SimulatedPayment?> LockAsync(Guid id, CancellationToken cancellationToken) =>
        context.Set<SimulatedPayment>().FromSql($"select * from simulated_payments where id = {id} for update").SingleOrDefaultAsync(cancellationToken);

    /// <summary>Two at once with one key wait for each other: the key's lock is taken first.</summary>
    Task<SimulatedCall> OnceAsync(string key, Func<Task<(int Status, GatewayAnswer Answer)>> act, CancellationToken cancellationToken) => context.TransactAsync(async cancel =>
    {
        await context.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({key}, 0))", cancel);
        if (await context.Set<SimulatedCall>().AsNoTracking().SingleOrDefaultAsync(call => call.Key == key, cancel) is { } before)
            return before;
        var (status, answer) = await act();
        var call = new SimulatedCall { Key = key, Status = status, Body = JsonSerializer.Serialize(answer, GatewayJson.Default.GatewayAnswer) };
        context.Add(call);
        return call;
    }, cancellationToken);
}
