using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.Orders.Data;

namespace Shop.Orders.Payments.Simulator;

/// <param name="Call">What was answered, now or before.</param>
/// <param name="Token">Of the payment, where it was done now; null where it was refused or had been answered before.</param>
readonly record struct SimulatedAnswer(SimulatedCall Call, string? Token);

/// <summary>
/// A payment gateway that takes no money and does all else: it holds, captures, lets go and gives back, knows what it has answered under a key, and behaves
/// badly where a token asks for it. See docs/orders.md for the tokens. What is done and its answer are one statement, which fails where the key is known.
/// </summary>
sealed class SimulatedGateway(OrdersContext context)
{
    public const string Declined = "declined", Insufficient = "insufficient", Slow = "slow", Silent = "silent", CallsBackTwice = "twice";

    const string Answered =
        """
        , answered as (insert into simulated_calls (key, status, body) select $1, $2, $3 from done)
        select token from done
        """;

    const string Hold =
        $"""
        with done as (
            insert into simulated_payments (id, token, amount, currency, captured, refunded, is_voided) values ($4, $5, $6, $7, 0, 0, false)
            returning token)
        {Answered}
        """;

    const string Capture =
        $"""
        with done as (update simulated_payments set captured = amount where id = $4 and captured = 0 and not is_voided returning token)
        {Answered}
        """;

    const string Void =
        $"""
        with done as (update simulated_payments set is_voided = true where id = $4 and captured = 0 returning token)
        {Answered}
        """;

    const string Refund =
        $"""
        with done as (update simulated_payments set refunded = refunded + $5 where id = $4 and $5 > 0 and refunded + $5 <= captured returning token)
        {Answered}
        """;

    public Task<SimulatedAnswer> PayAsync(string key, GatewayPayment payment, CancellationToken cancellationToken)
    {
        if (payment.Amount < 0 || payment.Currency.Length != 3 || payment.Token.Length is 0 or > 200)
            return KnownAsync(Refused(key, StatusCodes.Status400BadRequest, "invalid"), cancellationToken);
        if (Asks(payment.Token, Declined))
            return KnownAsync(Refused(key, StatusCodes.Status402PaymentRequired, "card_declined"), cancellationToken);
        if (Asks(payment.Token, Insufficient))
            return KnownAsync(Refused(key, StatusCodes.Status402PaymentRequired, "insufficient_funds"), cancellationToken);
        var id = Guid.CreateVersion7();
        return OnceAsync(
            Hold, [id, payment.Token, payment.Amount, payment.Currency], Done(key, StatusCodes.Status201Created, id), Refused(key, StatusCodes.Status400BadRequest, "invalid"),
            cancellationToken);
    }

    public Task<SimulatedAnswer> CaptureAsync(string key, Guid id, CancellationToken cancellationToken) =>
        OnceAsync(Capture, [id], Done(key, StatusCodes.Status200OK, id), Refused(key, StatusCodes.Status409Conflict, "not_capturable"), cancellationToken);

    public Task<SimulatedAnswer> VoidAsync(string key, Guid id, CancellationToken cancellationToken) =>
        OnceAsync(Void, [id], Done(key, StatusCodes.Status200OK, id), Refused(key, StatusCodes.Status409Conflict, "captured"), cancellationToken);

    public Task<SimulatedAnswer> RefundAsync(string key, Guid id, decimal amount, CancellationToken cancellationToken) =>
        OnceAsync(Refund, [id, amount], Done(key, StatusCodes.Status200OK, id), Refused(key, StatusCodes.Status422UnprocessableEntity, "too_much"), cancellationToken);

    public static bool Asks(string token, string behaviour) => token.Contains(behaviour, StringComparison.Ordinal);

    static SimulatedCall Done(string key, int status, Guid payment) => Call(key, status, new(payment.ToString("N"), null));

    static SimulatedCall Refused(string key, int status, string code) => Call(key, status, new(null, code));

    static SimulatedCall Call(string key, int status, GatewayAnswer answer) =>
        new() { Key = key, Status = status, Body = JsonSerializer.Serialize(answer, GatewayJson.Default.GatewayAnswer) };

    /// <summary>Of two at once with one key the second waits for the first, and finds its answer.</summary>
    async Task<SimulatedAnswer> OnceAsync(string act, object[] values, SimulatedCall done, SimulatedCall refused, CancellationToken cancellationToken)
    {
        try
        {
            if (await ActAsync(act, [done.Key, done.Status, done.Body, .. values], cancellationToken) is { } token)
                return new(done, token);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Answered before: all of the statement is undone.
        }
        return await KnownAsync(refused, cancellationToken);
    }

    async Task<string?> ActAsync(string act, object[] values, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand(act, (NpgsqlConnection)context.Database.GetDbConnection());
            foreach (var value in values)
                command.Parameters.Add(new() { Value = value });
            return (string?)await command.ExecuteScalarAsync(cancellationToken);
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }

    /// <summary>What was answered before under the key, or else this.</summary>
    async Task<SimulatedAnswer> KnownAsync(SimulatedCall call, CancellationToken cancellationToken)
    {
        await context.Database.ExecuteSqlAsync(
            $"insert into simulated_calls (key, status, body) values ({call.Key}, {call.Status}, {call.Body}) on conflict do nothing", cancellationToken);
        return new(await context.Set<SimulatedCall>().AsNoTracking().SingleAsync(known => known.Key == call.Key, cancellationToken), null);
    }
}
