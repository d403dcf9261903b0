using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shop.Orders;
using Shop.Orders.Data;
using Shop.Orders.Orders;
using Shop.Orders.Shipping;
using Shop.Orders.Work;
using Shop.ServiceDefaults.Data;
using Shop.Tests.Servers;
using Xunit;

namespace Shop.Tests.Unit.Orders.Work;

/// <summary>Two replicas' workers on one real database.</summary>
public sealed class WorkQueueTests(PostgresServer server) : IAsyncLifetime
{
    readonly FakeTimeProvider time = new(new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
    ServiceProvider[] replicas = [];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var connection = await server.CreateDatabaseAsync("work");
        replicas = [Replica(connection), Replica(connection)];
        await using var scope = replicas[0].CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<OrdersContext>().Database.MigrateAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in replicas)
            await replica.DisposeAsync();
    }

    ServiceProvider Replica(string connection) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(time)
        .AddDbContext<OrdersContext>(options => options.UseNpgsql(connection + ";Maximum Pool Size=20"))
        .AddSingleton<OrderNews>()
        .AddScoped<OrderTransitions>()
        .AddScoped<IWorkStep, CompleteStep>()
        .AddSingleton<SlowStep>()
        .AddScoped<IWorkStep>(static services => services.GetRequiredService<SlowStep>())
        .AddSingleton(Ready())
        .BuildServiceProvider();

    static DatabaseMigrationProgress Ready()
    {
        var progress = new DatabaseMigrationProgress();
        progress.Done();
        return progress;
    }

    WorkWorker Worker(ServiceProvider services) =>
        new(services.GetRequiredService<IServiceScopeFactory>(), new(), new OrdersOptions(), services, time, NullLogger<WorkWorker>.Instance);

    [Fact]
    public async Task A_thousand_due_timers_fire_once_each_at_two_replicas()
    {
        await AddReceivedAsync(1000);

        await Task.WhenAll(replicas.SelectMany(replica => new[] { RunAsync(Worker(replica)), RunAsync(Worker(replica)) }));

        Assert.Equal(1000, await CountAsync("select count(*) from orders where state = 4"));
        Assert.Equal(1000, await CountAsync("select count(*) from order_events where \"to\" = 4"));
        Assert.Equal(0, await CountAsync("select count(*) from scheduled_work"));

        static async Task RunAsync(WorkWorker worker)
        {
            while (await worker.RunDueAsync(Cancellation) > 0)
            {
            }
        }
    }

    [Fact]
    public async Task What_is_held_by_one_who_hangs_is_taken_after_a_while_and_then_no_longer_theirs()
    {
        await AddReceivedAsync(1);
        await using var scope = replicas[0].CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<OrdersContext>();
        var hanging = Assert.Single(await context.ClaimAsync(time.GetUtcNow(), TimeSpan.FromMinutes(1), 10, Cancellation));
        Assert.Equal(0, await Worker(replicas[1]).RunDueAsync(Cancellation));

        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await Worker(replicas[1]).RunDueAsync(Cancellation));

        await Assert.ThrowsAsync<WorkLostException>(() => context.FinishAsync(hanging, Cancellation));
        Assert.Equal(1, await CountAsync("select count(*) from order_events where \"to\" = 4"));
    }

    [Fact]
    public async Task What_fails_is_put_off_and_says_why_and_what_is_not_due_is_left()
    {
        await AddReceivedAsync(1);
        await using (var scope = replicas[0].CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<OrdersContext>();
            // No step does it here.
            context.Schedule(WorkKind.Refund, Guid.NewGuid(), Guid.NewGuid(), time.GetUtcNow());
            context.Schedule(WorkKind.Complete, Guid.NewGuid(), null, time.GetUtcNow().AddHours(1));
            await context.SaveChangesAsync(Cancellation);
        }

        Assert.Equal(2, await Worker(replicas[0]).RunDueAsync(Cancellation));

        Assert.Equal(1, await CountAsync("select count(*) from scheduled_work where kind = 2 and claim is null and last_error <> '' and attempts = 1"));
        Assert.Equal(0, await Worker(replicas[0]).RunDueAsync(Cancellation));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, await Worker(replicas[0]).RunDueAsync(Cancellation));
        Assert.Equal(1, await CountAsync("select count(*) from scheduled_work where kind = 4"));
    }

    [Fact]
    public async Task What_is_slow_does_not_hold_up_others()
    {
        await using (var scope = replicas[0].CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<OrdersContext>();
            context.Schedule(WorkKind.Pay, Guid.NewGuid(), Guid.NewGuid(), time.GetUtcNow());
            await context.SaveChangesAsync(Cancellation);
        }
        using var worker = Worker(replicas[0]);
        await worker.StartAsync(Cancellation);
        var slow = replicas[0].GetRequiredService<SlowStep>();
        await slow.Entered.Task.WaitAsync(Cancellation);

        await AddReceivedAsync(40);
        await Eventually.TrueAsync(async () => await CountAsync("select count(*) from orders where state = 4") == 40, Cancellation);
        Assert.Equal(1, await CountAsync("select count(*) from scheduled_work"));
        slow.Leave.SetResult();
        await Eventually.TrueAsync(async () => await CountAsync("select count(*) from scheduled_work") == 0, Cancellation);
        await worker.StopAsync(Cancellation);
    }

    sealed class SlowStep(IServiceScopeFactory scopes) : IWorkStep
    {
        public TaskCompletionSource Entered { get; } = new();

        public TaskCompletionSource Leave { get; } = new();

        public WorkKind Kind => WorkKind.Pay;

        public async Task RunAsync(ScheduledWork work, CancellationToken cancellationToken)
        {
            Entered.SetResult();
            await Leave.Task.WaitAsync(cancellationToken);
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<OrdersContext>().FinishAsync(work, cancellationToken);
        }
    }

    Task AddReceivedAsync(int count) => ExecuteAsync(
        $$"""
        with made as (
            insert into orders (id, number, user_id, state, currency, subtotal, discount, shipping_method, shipping, tax_rate, tax, tax_included, total, shipping_address, language, placed_at, reserved_until, updated_at)
            select gen_random_uuid(), lpad(i::text, 9, '0'), gen_random_uuid(), 3, 'USD', 1, 0, 'standard', 0, 0, 0, false, 1, '{}', 'en', '2026-04-01', '2026-04-01', '2026-04-01' from generate_series(1, {{count}}) i
            returning id)
        insert into scheduled_work (id, kind, order_id, due_at, attempts) select gen_random_uuid(), 4, id, '2026-05-01 11:00Z', 0 from made
        """);

    async Task ExecuteAsync(string sql)
    {
        await using var scope = replicas[0].CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<OrdersContext>().Database.ExecuteSqlRawAsync(sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), Cancellation);
    }

    async Task<int> CountAsync(string sql)
    {
        await using var scope = replicas[0].CreateAsyncScope();
        return (int)await scope.ServiceProvider.GetRequiredService<OrdersContext>().Database.SqlQueryRaw<long>(sql.Replace("count(*)", "count(*) as \"Value\"", StringComparison.Ordinal)).SingleAsync(Cancellation);
    }
}
