using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Shop.Orders.Data;
using Shop.Orders.Orders;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Localization;

namespace Shop.Orders.Staff;

/// <param name="Date">In UTC.</param>
/// <param name="Orders">Placed on that day.</param>
/// <param name="Paid">How many of them were paid and not cancelled afterwards.</param>
/// <param name="Revenue">What those cost, without what was given back of it until now.</param>
sealed record DayFigures(DateOnly Date, int Orders, int Paid, decimal Revenue);

/// <param name="Currency">Of all revenues: that of the latest order. What was sold in another one is not in them. Null before the first order.</param>
/// <param name="Days">The oldest first, each day without a gap; the last is today.</param>
/// <param name="ToShip">Paid orders of which something is still to be sent.</param>
/// <param name="ReturnsToDecide">Returns that were asked for.</param>
sealed record OrderFigures(string? Currency, IReadOnlyList<DayFigures> Days, int ToShip, int ReturnsToDecide);

/// <summary>How business goes: one statement, which reads the orders of those days by an index and no others.</summary>
sealed class FigureReader(OrdersContext context, TimeProvider time)
{
    internal sealed record Row(DateOnly Day, int Orders, int Paid, decimal Revenue, string? Currency, int ToShip, int Returns);

    public async Task<OrderFigures> ReadAsync(int days, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var rows = await Query(today.AddDays(1 - days), today).ToListAsync(cancellationToken);
        return new(rows[^1].Currency, rows.ConvertAll(row => new DayFigures(row.Day, row.Orders, row.Paid, row.Revenue + 0.00m)), rows[^1].ToShip, rows[^1].Returns);
    }

    internal IQueryable<Row> Query(DateOnly first, DateOnly last)
    {
        var (begin, end) = (Midnight(first), Midnight(last.AddDays(1)));
        return context.Database.SqlQuery<Row>(
            $"""
             with latest as (select currency from orders order by placed_at desc, id desc limit 1)
             select d.day::date as "Day", count(o.day)::int as "Orders", count(*) filter (where o.is_paid)::int as "Paid",
                    coalesce(sum(o.total - o.refunded) filter (where o.is_paid and o.currency = (select currency from latest)), 0) as "Revenue",
                    (select currency from latest) as "Currency",
                    (select count(*)::int from orders where state = {(short)OrderState.Paid}) as "ToShip",
                    (select count(*)::int from orders where state = {(short)OrderState.ReturnRequested}) as "Returns"
             from generate_series({first}::timestamp, {last}::timestamp, interval '1 day') as d(day)
             left join (
                 select (placed_at at time zone 'UTC')::date as day, total, currency, state not in ({(short)OrderState.Submitted}, {(short)OrderState.PaymentFailed}, {(short)OrderState.Cancelled}) as is_paid,
                        coalesce((select sum(amount) from refunds where order_id = orders.id), 0) as refunded
                 from orders where placed_at >= {begin} and placed_at < {end}
             ) o on o.day = d.day::date
             group by d.day order by d.day
             """);
    }

    static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}

static class FigureEndpoints
{
    const int DefaultDays = 14, MostDays = 92;

    public static void MapFigures(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/orders/manage").WithTags("Orders, staff").InLanguageOfRequest()
        .MapGet("/figures", ReadAsync)
        .RequireAuthorization(Policies.Staff)
        .WithName("GetOrderFigures")
        .WithSummary("Orders and revenue of each of the last days, in UTC, and what waits for staff.")
        .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity);

    static async Task<Results<Ok<OrderFigures>, ProblemHttpResult>> ReadAsync(string? days, FigureReader figures, CancellationToken cancellationToken)
    {
        var count = DefaultDays;
        return !string.IsNullOrEmpty(days) && (!int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > MostDays)
            ? Problems.Invalid("days", OrderTexts.Limit(MostDays))
            : TypedResults.Ok(await figures.ReadAsync(count, cancellationToken));
    }
}
