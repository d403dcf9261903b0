using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Shop.Orders.Data;
using Shop.Orders.Staff;
using Shop.Tests.Servers;
using Xunit;

namespace Shop.Tests.Unit.Orders.Staff;

/// <summary>The figures of orders that a test has made, to the cent, on a database of its own.</summary>
public sealed class FigureTests(PostgresServer server) : IAsyncLifetime
{
    readonly FakeTimeProvider time = new(new(2026, 5, 20, 0, 30, 0, TimeSpan.Zero));
    OrdersContext context = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        context = new(new DbContextOptionsBuilder<OrdersContext>().UseNpgsql(await server.CreateDatabaseAsync("figures")).Options);
        await context.Database.MigrateAsync(Cancellation);
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();

    [Fact]
    public async Task Before_the_first_order_each_day_is_there_and_empty()
    {
        var figures = await new FigureReader(context, time).ReadAsync(30, Cancellation);

        Assert.Equal((null, 0, 0), (figures.Currency, figures.ToShip, figures.ReturnsToDecide));
        Assert.Equal(Enumerable.Range(0, 30).Select(i => new DayFigures(new DateOnly(2026, 4, 21).AddDays(i), 0, 0, 0m)), figures.Days);
    }

    [Fact]
    public async Task Each_order_counts_on_its_day_with_what_was_kept_of_its_money()
    {
        // Too early by a second, and then each state; the second of a day's end belongs to it.
        await AddAsync("2026-05-17 23:59:59Z", 4, 1_000m);
        await AddAsync("2026-05-18 00:00:00Z", 0, 10m);
        await AddAsync("2026-05-18 12:00:00Z", 1, 20.05m);
        await AddAsync("2026-05-18 23:59:59.999Z", 2, 30m, refund: 4.50m);
        await AddAsync("2026-05-20 00:00:00Z", 3, 40m);
        await AddAsync("2026-05-20 00:10:00Z", 4, 50m);
        await AddAsync("2026-05-20 00:10:00Z", 5, 60m);
        await AddAsync("2026-05-20 00:11:00Z", 6, 70m, refund: 70m);
        await AddAsync("2026-05-20 00:12:00Z", 7, 80m, refund: 0.01m);
        await AddAsync("2026-05-20 00:13:00Z", 8, 90m, refund: 90m);
        await AddAsync("2026-05-20 00:14:00Z", 1, 7m, currency: "CNY");
        await AddAsync("2026-05-20 00:15:00Z", 0, 5m);

        var figures = await new FigureReader(context, time).ReadAsync(3, Cancellation);

        Assert.Equal(
            [new(new(2026, 5, 18), 3, 2, 45.55m), new(new(2026, 5, 19), 0, 0, 0m), new(new(2026, 5, 20), 8, 5, 169.99m)], figures.Days);
        Assert.Equal(("USD", 2, 1), (figures.Currency, figures.ToShip, figures.ReturnsToDecide));
    }

    [Fact]
    public async Task Only_the_orders_of_those_days_are_read()
    {
        await context.Database.ExecuteSqlRawAsync(
            """
            insert into orders (id, number, user_id, state, currency, subtotal, discount, shipping_method, shipping, tax_rate, tax, tax_included, total, shipping_address, language, placed_at, reserved_until, updated_at)
            select gen_random_uuid(), lpad(i::text, 9, '0'), gen_random_uuid(), 4, 'USD', 1, 0, 'standard', 0, 0, 0, false, 1, '{{}}', 'en', '2026-05-20'::timestamptz - i * interval '1 hour', now(), now()
            from generate_series(1, 20000) i;
            """, Cancellation);
        await context.Database.ExecuteSqlRawAsync("vacuum analyze orders", Cancellation);
        await using var command = new FigureReader(context, time).Query(new(2026, 5, 7), new(2026, 5, 20)).CreateDbCommand();
        command.CommandText = "explain (analyze, timing off) " + command.CommandText;
        await context.Database.OpenConnectionAsync(Cancellation);
        var plan = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync(Cancellation))
            while (await reader.ReadAsync(Cancellation))
                plan.Add(reader.GetString(0));

        Assert.Contains(plan, line => line.Contains("ix_orders_placed_at_id", StringComparison.Ordinal) && line.Contains("rows=312", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, line => line.Contains("Seq Scan on orders", StringComparison.Ordinal));
    }

    async Task AddAsync(string at, short state, decimal total, decimal refund = 0, string currency = "USD")
    {
        var (id, payment, number) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid().ToString("N")[..8]);
        var placed = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        await context.Database.ExecuteSqlAsync(
            $"""
             insert into orders (id, number, user_id, state, currency, subtotal, discount, shipping_method, shipping, tax_rate, tax, tax_included, total, shipping_address, language, placed_at, reserved_until, updated_at)
             values ({id}, {number}, {Guid.NewGuid()}, {state}, {currency}, {total}, 0, 'standard', 0, 0, 0, false, {total}, {"{}"}::jsonb, 'en', {placed}, {placed}, {placed})
             """, Cancellation);
        if (refund == 0)
            return;
        context.Payments.Add(new() { Id = payment, OrderId = id, Attempt = 1, Amount = total, Currency = currency, State = Shop.Orders.Payments.PaymentState.Captured, CreatedAt = placed, UpdatedAt = placed });
        context.Refunds.Add(new() { Id = Guid.NewGuid(), OrderId = id, PaymentId = payment, Amount = refund, Reason = "for the test", CreatedAt = placed });
        await context.SaveChangesAsync(Cancellation);
    }
}
