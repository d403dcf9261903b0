using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.Orders.Data;
using Shop.Orders.Orders;
using Shop.ServiceDefaults.Auth;
using Shop.ServiceDefaults.Localization;

namespace Shop.Orders.Staff;

/// <summary>Orders as a CSV file, which the database writes and nobody keeps in memory. What buyers have written is not in it, so that no spreadsheet takes any of it for a formula.</summary>
static class OrderExport
{
    const string Csv = "text/csv; charset=utf-8";

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static void MapOrderExport(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/orders/manage").WithTags("Orders, staff").InLanguageOfRequest()
        .MapGet("/export", Export)
        .RequireAuthorization(Policies.Staff)
        .WithName("ExportOrders")
        .WithSummary("Orders that were placed within a time as a CSV file, the oldest first.")
        .Produces(StatusCodes.Status200OK, contentType: Csv)
        .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity)
        .WithRequestTimeout(Patience);

    static Results<PushStreamHttpResult, ProblemHttpResult> Export(string? from, string? to, OrdersContext context, TimeProvider time)
    {
        var errors = new Dictionary<string, string[]>();
        var (begin, end) = (OrderEndpoints.ReadTime("from", from, errors), OrderEndpoints.ReadTime("to", to, errors));
        if (errors.Count > 0)
            return Problems.Invalid(errors);
        // COPY takes no parameters; these are times, and written here.
        var sql = string.Create(CultureInfo.InvariantCulture,
            $"""
             copy (
                 select number, state_name as state, placed_at, currency, subtotal, discount, shipping, tax, total,
                        coalesce((select sum(amount) from refunds r where r.order_id = o.id), 0) as refunded, shipping_address ->> 'country' as country
                 from (select *, (array['submitted', 'paid', 'shipped', 'received', 'completed', 'paymentFailed', 'cancelled', 'returnRequested', 'refunded'])[o.state + 1] as state_name from orders o) o
                 where placed_at >= '{(begin ?? DateTimeOffset.UnixEpoch).UtcDateTime:O}' and placed_at < '{(end ?? time.GetUtcNow().AddDays(1)).UtcDateTime:O}'
                 order by placed_at, id
             ) to stdout with (format csv, header)
             """);
        return TypedResults.Stream(
            async body =>
            {
                var connection = (NpgsqlConnection)context.Database.GetDbConnection();
                await connection.OpenAsync();
                try
                {
                    // The encoding writes the byte order mark that spreadsheets want.
                    await using var text = new StreamWriter(body, Encoding.UTF8, leaveOpen: true);
                    using var rows = await connection.BeginTextExportAsync(sql);
                    var buffer = new char[16 * 1024];
                    while (await rows.ReadAsync(buffer) is var count and > 0)
                        await text.WriteAsync(buffer.AsMemory(0, count));
                }
                finally
                {
                    await connection.CloseAsync();
                }
            },
            Csv,
            $"orders-{time.GetUtcNow():yyyy-MM-dd}.csv");
    }
}
